// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.spi.model.SpecialValues;

/** Compares floats that may differ by rounding. */
public final class Nearly {

  private Nearly() {}

  /**
   * Returns whether two floats differ by less than their sum of magnitudes times {@code epsilon}.
   * Any NaN equals any other, but a stale marker only another one.
   */
  public static boolean equal(double a, double b, double epsilon) {
    if (SpecialValues.isStale(a) || SpecialValues.isStale(b)) {
      return SpecialValues.isStale(a) && SpecialValues.isStale(b);
    }
    if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
      return true;
    }
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
      return difference < epsilon * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < epsilon;
  }
}
