// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.util.Arrays;

/**
 * How a double is made of a whole number: the low four bits are an exponent e, 0 to 15. {@code
 * number / 10^e}, or, with bit 4, {@code number * 10^-e}, as programs compute that count in
 * thousandths: 941 of these are 0.9410000000000001.
 */
final class Scale {

  static final int MAX_EXPONENT = 15;
  static final int PRODUCT = 16;

  private static final double[] POWERS = powers();
  private static final Reciprocal[] RECIPROCALS = reciprocals();
  private static final double MAX_NUMBER = 1L << 62;

  private Scale() {}

  private static double[] powers() {
    double[] powers = new double[MAX_EXPONENT + 1];
    long power = 1;
    for (int e = 0; e <= MAX_EXPONENT; e++) {
      powers[e] = power;
      power *= 10;
    }
    return powers;
  }

  private static Reciprocal[] reciprocals() {
    Reciprocal[] reciprocals = new Reciprocal[MAX_EXPONENT + 1];
    Arrays.setAll(reciprocals, Reciprocal::new);
    return reciprocals;
  }

  /** Returns the number next to a value; sensible where {@link #isInRange} says so. */
  static long number(double value, int scale) {
    return (long) Math.rint(value * POWERS[scale & 15]);
  }

  /** Returns whether a value has a number; NaN and infinities have none. */
  static boolean isInRange(double value, int scale) {
    return Math.abs(value * POWERS[scale & 15]) < MAX_NUMBER;
  }

  /** Returns the value of a number. */
  static double value(long number, int scale) {
    double power = POWERS[scale & 15];
    return (scale & PRODUCT) == 0 ? number / power : number * (1 / power);
  }

  /** Returns whether a value can be made of a number bit by bit. */
  static boolean fits(double value, int scale) {
    return isInRange(value, scale) && same(value(number(value, scale), scale), value);
  }

  /**
   * Makes numbers of doubles; one that cannot be made gets the one before, or else the next.
   *
   * @return how many cannot be made
   */
  static int numbers(double[] values, int n, int scale, long[] into) {
    double power = POWERS[scale & 15];
    double inverse = (scale & PRODUCT) == 0 ? 0 : 1 / power;
    int misses = 0;
    long last = 0;
    for (int i = 0; i < n; i++) {
      double scaled = Math.rint(values[i] * power);
      long number = (long) scaled;
      double back = inverse == 0 ? number / power : number * inverse;
      if (same(back, values[i]) && Math.abs(scaled) < MAX_NUMBER) {
        if (misses == i && i > 0) {
          Arrays.fill(into, 0, i, number);
        }
        last = number;
      } else {
        misses++;
      }
      into[i] = last;
    }
    return misses;
  }

  static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  /**
   * Makes values of numbers.
   *
   * @param into gets the value of the number at {@code from} at {@code offset}
   */
  static void values(long[] numbers, int from, int to, int scale, double[] into, int offset) {
    int at = offset - from;
    double power = POWERS[scale & 15];
    Reciprocal reciprocal = RECIPROCALS[scale & 15];
    if (scale == 0) {
      for (int i = from; i < to; i++) {
        into[at + i] = numbers[i];
      }
    } else if ((scale & PRODUCT) != 0) {
      double inverse = 1 / power;
      for (int i = from; i < to; i++) {
        into[at + i] = numbers[i] * inverse;
      }
    } else if (reciprocal.suits(numbers, from, to)) {
      reciprocal.divide(numbers, from, to, into, offset);
    } else {
      for (int i = from; i < to; i++) {
        into[at + i] = numbers[i] / power;
      }
    }
  }
}
