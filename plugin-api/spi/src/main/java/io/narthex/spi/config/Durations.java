// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes durations as Prometheus does: {@code 1h30m}, {@code 15s}, {@code 100ms}, {@code
 * 2w}, {@code 0}. Units are y (365 d), w, d, h, m, s, ms, each at most once and in this order.
 */
public final class Durations {

  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] UNIT_MS = {
    365 * 86_400_000L, 7 * 86_400_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
  };

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher m = SYNTAX.matcher(text);
    if (text.isEmpty() || !m.matches()) {
      throw new IllegalArgumentException(
          "not a valid duration string: \"" + text + "\"; write it like 15s, 1h30m or 100ms");
    }
    long ms = 0;
    try {
      for (int i = 0; i < UNIT_MS.length; i++) {
        if (m.group(i + 1) != null) {
          ms = Math.addExact(ms, Math.multiplyExact(Long.parseLong(m.group(i + 1)), UNIT_MS[i]));
        }
      }
      // The limit of Go's nanosecond durations, about 292 years.
      Math.multiplyExact(ms, 1_000_000L);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("duration out of range: \"" + text + "\"", e);
    }
    return Duration.ofMillis(ms);
  }

  /** Writes a duration in the form that upstream prints, which {@link #parse} reads back. */
  public static String format(Duration duration) {
    long ms = duration.toMillis();
    if (ms == 0) {
      return "0s";
    }
    StringBuilder out = new StringBuilder();
    if (ms < 0) {
      out.append('-');
      ms = -ms;
    }
    for (int i = 0; i < UNIT_MS.length; i++) {
      // Years and weeks only when they divide evenly, as upstream prints them: 90d, not 12w6d.
      if (i < 2 && ms % UNIT_MS[i] != 0) {
        continue;
      }
      long n = ms / UNIT_MS[i];
      if (n > 0) {
        out.append(n).append(UNITS[i]);
        ms -= n * UNIT_MS[i];
      }
    }
    return out.toString();
  }
}
