// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

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
        .map(e -> e.computed(part(name, (long) e.value())))
        .toList();
  }

  private static double part(String name, long seconds) {
    ZonedDateTime date = Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC);
    return switch (name) {
      case "days_in_month" -> date.toLocalDate().lengthOfMonth();
      case "day_of_month" -> date.getDayOfMonth();
      case "day_of_week" -> date.getDayOfWeek().getValue() % 7;
      case "day_of_year" -> date.getDayOfYear();
      case "hour" -> date.getHour();
      case "minute" -> date.getMinute();
      case "month" -> date.getMonthValue();
      case "year" -> date.getYear();
      default -> throw new NaiveException("the function " + name + " is not known here");
    };
  }
}
