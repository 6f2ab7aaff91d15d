// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.measure;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Go prints them, which is how labels of upstream's metrics have them. */
public final class GoDuration {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private GoDuration() {}

  /** Returns the text of whole milliseconds: {@code 500ms}, {@code 1.5s}, {@code 1m0s}. */
  public static String text(Duration duration) {
    long ms = duration.toMillis();
    if (ms == 0) {
      return "0s";
    }
    if (ms < 1_000) {
      return ms + "ms";
    }
    StringBuilder out = new StringBuilder();
    if (ms >= HOUR) {
      out.append(ms / HOUR).append('h');
    }
    if (ms >= MINUTE) {
      out.append(ms % HOUR / MINUTE).append('m');
    }
    BigDecimal seconds = BigDecimal.valueOf(ms % MINUTE, 3).stripTrailingZeros();
    return out.append(seconds.toPlainString()).append('s').toString();
  }
}
