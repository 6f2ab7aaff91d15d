// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import io.narthex.cli.internal.CommandFailure;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** What is common to the parameters of requests. */
final class Form {

  /** As far from now as series and labels are looked for when no times are given. */
  private static final Duration FAR = Duration.ofHours(9999);

  private Form() {}

  /**
   * Reads a time: RFC 3339, or seconds since the epoch.
   *
   * @return seconds since the epoch
   */
  static BigDecimal seconds(String time) {
    try {
      return new BigDecimal(time);
    } catch (NumberFormatException notANumber) {
      try {
        Instant instant = OffsetDateTime.parse(time).toInstant();
        return BigDecimal.valueOf(instant.getEpochSecond())
            .add(BigDecimal.valueOf(instant.getNano(), 9));
      } catch (DateTimeException e) {
        throw new CommandFailure(
            "\"" + time + "\" is no time; write RFC 3339 or seconds since the epoch", e);
      }
    }
  }

  static BigDecimal now() {
    return BigDecimal.valueOf(System.currentTimeMillis(), 3);
  }

  /** Adds a time range that is as wide as can be on the sides that are not given. */
  static void addRange(List<String> form, String start, String end) {
    BigDecimal far = BigDecimal.valueOf(FAR.toSeconds());
    add(form, "start", start.isEmpty() ? now().subtract(far) : seconds(start));
    add(form, "end", end.isEmpty() ? now().add(far) : seconds(end));
  }

  static void add(List<String> form, String name, BigDecimal seconds) {
    form.add(name);
    form.add(seconds.stripTrailingZeros().toPlainString());
  }
}
