// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

/**
 * A second of the calendar, without an end to the years: what upstream's language answers for any
 * number of seconds, however large.
 *
 * @param day the days since 1970
 * @param second the second of the day
 * @param year the year
 * @param month from 1
 * @param dayOfMonth from 1
 */
record UtcTime(long day, int second, long year, int month, int dayOfMonth) {

  private static final long SECONDS_A_DAY = 86_400;
  private static final long DAYS_AN_ERA = 146_097;
  private static final int YEARS_AN_ERA = 400;

  /** From the first of March of year 0, where leap days are at the end of years, to 1970. */
  private static final long DAYS_TO_1970 = 719_468;

  /** Below this, upstream's count of seconds has no room and goes on from its other end. */
  private static final long FIRST_SECOND = -9_223_372_028_741_760_000L;

  private static final double OUT_OF_RANGE = 0x1p63;

  /** Returns the time of a value; one that is no 64-bit number is the smallest there is. */
  static UtcTime of(double seconds) {
    boolean fits = seconds >= -OUT_OF_RANGE && seconds < OUT_OF_RANGE;
    return ofSeconds(fits ? (long) seconds : Long.MIN_VALUE);
  }

  static UtcTime ofSeconds(long seconds) {
    boolean wraps = seconds < FIRST_SECOND;
    long day =
        wraps ? Long.divideUnsigned(seconds, SECONDS_A_DAY) : Math.floorDiv(seconds, SECONDS_A_DAY);
    long second =
        wraps
            ? Long.remainderUnsigned(seconds, SECONDS_A_DAY)
            : Math.floorMod(seconds, SECONDS_A_DAY);
    long shifted = day + DAYS_TO_1970;
    long era = Math.floorDiv(shifted, DAYS_AN_ERA);
    int dayOfEra = (int) Math.floorMod(shifted, DAYS_AN_ERA);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * dayFromMarch + 2) / 153;
    int dayOfMonth = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = era * YEARS_AN_ERA + yearOfEra + (month <= 2 ? 1 : 0);
    return new UtcTime(day, (int) second, year, month, dayOfMonth);
  }

  int minute() {
    return second / 60 % 60;
  }

  int hour() {
    return second / 3600;
  }

  /** Sunday is 0; day 0 was a Thursday. */
  int dayOfWeek() {
    return (int) Math.floorMod(day + 4, 7L);
  }

  int dayOfYear() {
    int days = dayOfMonth;
    for (int m = 1; m < month; m++) {
      days += length(m);
    }
    return days;
  }

  int daysInMonth() {
    return length(month);
  }

  private int length(int ofMonth) {
    return switch (ofMonth) {
      case 2 -> isLeapYear() ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private boolean isLeapYear() {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }
}
