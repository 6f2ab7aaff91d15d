// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** Watchdog timers. */
final class WatchdogCollector implements Collector {

  /** Metric name, attribute and meaning. */
  private static final String[][] NUMBERS = {
    {"bootstatus", "bootstatus", "Why the machine was booted."},
    {"fw_version", "fw_version", "Version of the firmware."},
    {"nowayout", "nowayout", "Whether it cannot be stopped."},
    {"timeleft_seconds", "timeleft", "Seconds before it resets the machine."},
    {"timeout_seconds", "timeout", "Its timeout."},
    {"pretimeout_seconds", "pretimeout", "Its warning before the timeout."},
    {"access_cs0", "access_cs0", "Whether the boot flash in use is the first one."}
  };

  private final ProcFiles files;
  private final Family[] numbers = new Family[NUMBERS.length];
  private final Family info;

  WatchdogCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = metrics.gauge("node_watchdog_" + NUMBERS[i][0], NUMBERS[i][2], "name");
    }
    info =
        metrics.gauge(
            "node_watchdog_info",
            "Always 1; the labels tell of the watchdog.",
            "name",
            "options",
            "identity",
            "state",
            "status",
            "pretimeout_governor");
  }

  @Override
  public String name() {
    return "watchdog";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("class/watchdog/");
    if (!files.isFolder(folder)) {
      throw new NoDataException(folder + " is not there");
    }
    for (String watchdog : files.list(folder, name -> true)) {
      String path = folder + watchdog + "/";
      for (int i = 0; i < numbers.length; i++) {
        double value = files.number(path + NUMBERS[i][1]);
        if (!Double.isNaN(value)) {
          numbers[i].add(value, watchdog);
        }
      }
      info.add(
          1,
          watchdog,
          files.textOrEmpty(path + "options"),
          files.textOrEmpty(path + "identity"),
          files.textOrEmpty(path + "state"),
          files.textOrEmpty(path + "status"),
          files.textOrEmpty(path + "pretimeout_governor"));
    }
  }
}
