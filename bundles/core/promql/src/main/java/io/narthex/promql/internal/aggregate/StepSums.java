// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

/** Adds whole arrays of steps into sums with compensated rounding errors. */
final class StepSums {

  private StepSums() {}

  /**
   * Adds a value to each sum, and to each term what was lost by rounding: by Knuth's method, which
   * gives the same as Neumaier's without asking which number is larger. Where a sum is infinite its
   * term means nothing.
   */
  static void add(double[] sums, double[] terms, double[] values) {
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      double sum = sums[i];
      double total = sum + v;
      double part = total - sum;
      terms[i] += (sum - (total - part)) + (v - part);
      sums[i] = total;
    }
  }
}
