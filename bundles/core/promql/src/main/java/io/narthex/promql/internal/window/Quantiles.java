// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import java.util.Arrays;

/** Quantiles of a set of values. */
public final class Quantiles {

  private Quantiles() {}

  /**
   * Returns a quantile, between two values if need be. NaN counts as less than all numbers.
   *
   * @param values sorted by this call
   * @param count how many of them count
   */
  public static double of(double q, double[] values, int count) {
    Arrays.sort(values, 0, count);
    return ofSorted(q, values, count);
  }

  /**
   * Returns a quantile of sorted values.
   *
   * @param values in the order of {@link Double#compare}
   * @param count how many of them count
   */
  static double ofSorted(double q, double[] values, int count) {
    if (count == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    int nans = 0;
    while (nans < count && Double.isNaN(values[count - 1 - nans])) {
      nans++;
    }
    double rank = q * (count - 1);
    double floor = Math.floor(rank);
    int lower = (int) Math.max(0, floor);
    int upper = Math.min(count - 1, lower + 1);
    double weight = rank - floor;
    return at(values, lower, nans) * (1 - weight) + at(values, upper, nans) * weight;
  }

  private static double at(double[] values, int index, int nans) {
    return index < nans ? Double.NaN : values[index - nans];
  }
}
