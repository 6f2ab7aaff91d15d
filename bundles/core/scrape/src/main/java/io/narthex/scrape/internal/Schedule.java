// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * When a target is scraped: at the times whose remainder by the interval is the target's offset.
 * The offset is a hash of the target and of this server, so that targets spread over the interval,
 * two servers ask at different times, and a restart keeps the times.
 *
 * @param intervalMs the interval
 * @param offsetMs the offset, less than the interval
 * @param inRounds whether the target is asked in a row with others that share its times
 */
record Schedule(long intervalMs, long offsetMs, boolean inRounds) {

  /** How far apart the times are at most for which the server wakes to ask its own exporters. */
  private static final long ROUND_MS = 1000;

  /** How many such times there are at least in an interval. */
  private static final long ROUNDS = 4;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  static Schedule of(Target.Key target, Duration interval, long seed) {
    long hash = fnv(fnv(FNV_OFFSET, target.url()), target.labels());
    long ms = interval.toMillis();
    return new Schedule(ms, Long.remainderUnsigned(hash ^ seed, ms), false);
  }

  /**
   * Makes the schedule of an exporter inside this process: several are asked in a row, for waking
   * up costs more than asking most of them.
   */
  static Schedule inRounds(Target.Key target, Duration interval, long seed) {
    Schedule single = of(target, interval, seed);
    long round = Math.clamp(single.intervalMs / ROUNDS, 1, ROUND_MS);
    return new Schedule(single.intervalMs, single.offsetMs - single.offsetMs % round, true);
  }

  /** Returns a seed of this server's own. */
  static long seed(String hostName, Map<String, String> externalLabels) {
    return fnv(fnv(FNV_OFFSET, hostName), Labels.of(externalLabels));
  }

  /** Returns the first time of the schedule that is not before a time. */
  long next(long nowMs) {
    return nowMs + Math.floorMod(offsetMs - nowMs, intervalMs);
  }

  /**
   * Returns the timestamp of a scrape that begins now and was to begin at a time of the schedule.
   *
   * @param toleranceMs a scrape that begins so little after its time counts as on time; none does
   *     when it is below zero. A scrape in a round may have to wait for those before it, up to a
   *     hundredth of the interval
   */
  long timestamp(long nowMs, long slotMs, long toleranceMs) {
    long late = nowMs - slotMs;
    long most = inRounds && toleranceMs >= 0 ? intervalMs : toleranceMs;
    return late >= 0 && late <= Math.min(most, intervalMs / 100) ? slotMs : nowMs;
  }

  private static long fnv(long hash, Labels labels) {
    long h = hash;
    for (Label label : labels) {
      h = fnv(fnv(h, label.name()), label.value());
    }
    return h;
  }

  private static long fnv(long hash, String text) {
    long h = hash;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xff)) * FNV_PRIME;
    }
    return (h ^ 0xff) * FNV_PRIME;
  }
}
