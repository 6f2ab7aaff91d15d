// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.spi.config.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads times and durations as the API takes them. */
public final class Times {

  private static final long SECONDS_TO_YEAR_ONE = 62_135_596_801L;

  /** The earliest time that upstream knows, in milliseconds; the start of a range without one. */
  public static final long MIN = (Long.MIN_VALUE / 1000 + SECONDS_TO_YEAR_ONE) * 1000;

  /** The latest time that upstream knows, in milliseconds; the end of a range without one. */
  public static final long MAX = (Long.MAX_VALUE / 1000 - SECONDS_TO_YEAR_ONE) * 1000 + 999;

  /** How clients that print the two write them; their years have more than four digits. */
  private static final String MIN_TEXT = "-292273086-05-16T16:47:06Z";

  private static final String MAX_TEXT = "292277025-08-18T07:12:54.999999999Z";

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

  private Times() {}

  private static IllegalArgumentException notATime(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "cannot parse " + GoNumbers.quote(text) + " to a valid timestamp", cause);
  }

  /**
   * Reads seconds since the epoch, with decimals, or RFC 3339.
   *
   * @return milliseconds
   * @throws IllegalArgumentException in upstream's words
   */
  public static long parse(String text) {
    if (GoNumbers.isFloat(text)) {
      double seconds = Double.parseDouble(text);
      double whole = seconds < 0 ? Math.ceil(seconds) : Math.floor(seconds);
      return Math.clamp((long) whole, MIN / 1000, MAX / 1000) * 1000
          + Math.round((seconds - whole) * 1000);
    }
    switch (text) {
      case MIN_TEXT:
        return MIN;
      case MAX_TEXT:
        return MAX;
      default:
        try {
          // Java's own parser takes lower case, and times without seconds.
          if (RFC_3339.matcher(text).matches()) {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
          }
        } catch (DateTimeException | ArithmeticException e) {
          throw notATime(text, e);
        }
        throw notATime(text, null);
    }
  }

  /**
   * Reads seconds, with decimals, or a duration such as {@code 1h30m}.
   *
   * @throws IllegalArgumentException in upstream's words
   */
  public static Duration parseDuration(String text) {
    if (GoNumbers.isFloat(text)) {
      double nanos = Double.parseDouble(text) * 1e9;
      if (nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
        throw new IllegalArgumentException(
            "cannot parse " + GoNumbers.quote(text) + " to a valid duration. It overflows int64");
      }
      return Duration.ofNanos((long) nanos);
    }
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot parse " + GoNumbers.quote(text) + " to a valid duration", e);
    }
  }
}
