// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** Functions of a date, given in seconds since the epoch. */
final class NaiveDates {

  private NaiveDates() {}

  static List<Element> call(String name, List<Element> elements) {
    return elements.stream()
        .filter(Element::isFloat)
        .map(e -> e.computed(part(name, seconds(e.value()))))
        .toList();
  }

  /** The calendar repeats itself after so many years. */
  private static final BigInteger CYCLE = BigInteger.valueOf(12_622_780_800L);

  private static final double CYCLE_YEARS = 400;

  /** Upstream reads what is no 64-bit number as the smallest, and counts on from the other end. */
  private static BigInteger seconds(double value) {
    if (Double.isNaN(value) || Math.abs(value) >= 0x1p63) {
      return BigInteger.TWO.pow(63);
    }
    BigInteger seconds = BigInteger.valueOf((long) value);
    return value < -9_223_372_028_741_760_000.0 ? seconds.add(BigInteger.TWO.pow(64)) : seconds;
  }

  private static double part(String name, BigInteger seconds) {
    BigInteger within = seconds.mod(CYCLE);
    double cycles = seconds.subtract(within).divide(CYCLE).doubleValue();
    ZonedDateTime date = Instant.ofEpochSecond(within.longValueExact()).atZone(ZoneOffset.UTC);
    return switch (name) {
      case "days_in_month" -> date.toLocalDate().lengthOfMonth();
      case "day_of_month" -> date.getDayOfMonth();
      case "day_of_week" -> date.getDayOfWeek().getValue() % 7;
      case "day_of_year" -> date.getDayOfYear();
      case "hour" -> date.getHour();
      case "minute" -> date.getMinute();
      case "month" -> date.getMonthValue();
      case "year" -> date.getYear() + cycles * CYCLE_YEARS;
      default -> throw new NaiveException("the function " + name + " is not known here");
    };
  }
}
