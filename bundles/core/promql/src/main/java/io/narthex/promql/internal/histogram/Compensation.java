// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

/** The error term of a Kahan sum with Neumaier's improvement. */
final class Compensation {

  private Compensation() {}

  /**
   * Returns the error term after {@code increment} was added to {@code sum}.
   *
   * @param sum the sum before
   * @param increment what is added
   * @param term the error term before
   */
  static double after(double sum, double increment, double term) {
    double next = sum + increment;
    if (Double.isInfinite(next)) {
      return 0;
    }
    return Math.abs(sum) >= Math.abs(increment)
        ? term + ((sum - next) + increment)
        : term + ((increment - next) + sum);
  }
}
