// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.spi.model.SpecialValues;

/** Adds whole arrays of steps into sums with compensated rounding errors. */
final class StepSums {

  private StepSums() {}

  /** Returns whether every step has a float. Written so that the compiler makes vectors of it. */
  static boolean dense(double[] values) {
    long differs = -1;
    for (double v : values) {
      long x = Double.doubleToRawLongBits(v) ^ SpecialValues.ABSENT_BITS;
      differs &= x | -x;
    }
    return differs < 0;
  }

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
