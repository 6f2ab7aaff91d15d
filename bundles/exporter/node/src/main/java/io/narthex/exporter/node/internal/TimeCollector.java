// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;

/** The time, the time zone and the clock sources. */
final class TimeCollector implements Collector {

  private static final String PREFIX = "clocksource";

  private final ProcFiles files;
  private final Clock clock;
  private final Family seconds;
  private final Family offset;
  private final Family available;
  private final Family current;

  TimeCollector(Metrics metrics, ProcFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
    seconds = metrics.gauge("node_time_seconds", "System time as Unix time.");
    offset =
        metrics.gauge(
            "node_time_zone_offset_seconds", "Offset of the system's time zone.", "time_zone");
    available =
        metrics.gauge(
            "node_time_clocksource_available_info",
            "Always 1; a clock source that could be used.",
            "device",
            "clocksource");
    current =
        metrics.gauge(
            "node_time_clocksource_current_info",
            "Always 1; the clock source in use.",
            "device",
            "clocksource");
  }

  @Override
  public String name() {
    return "time";
  }

  @Override
  public void collect() {
    Instant now = clock.instant();
    seconds.add(now.getEpochSecond() + now.getNano() / 1e9);
    TimeZone zone = TimeZone.getTimeZone(clock.getZone());
    boolean summer = zone.inDaylightTime(Date.from(now));
    offset.add(
        zone.getOffset(now.toEpochMilli()) / 1000.0,
        zone.getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH));
    String folder = files.sysPath("devices/system/clocksource/");
    for (String source : files.numbered(folder, PREFIX)) {
      String device = source.substring(PREFIX.length());
      String all = files.textOrEmpty(folder + source + "/available_clocksource");
      for (String each : all.split(" ", -1)) {
        if (!each.isEmpty()) {
          available.add(1, device, each);
        }
      }
      current.add(1, device, files.textOrEmpty(folder + source + "/current_clocksource"));
    }
  }
}
