// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

/** A sum that carries its rounding error along. */
final class KahanSum {

  private double sum;
  private double error;

  void add(double increment) {
    double next = sum + increment;
    if (Double.isInfinite(next)) {
      error = 0;
    } else if (Math.abs(sum) >= Math.abs(increment)) {
      error += (sum - next) + increment;
    } else {
      error += (increment - next) + sum;
    }
    sum = next;
  }

  double value() {
    return Double.isInfinite(sum) ? sum : sum + error;
  }

  boolean overflows(double increment) {
    return Double.isInfinite(sum + increment);
  }

  void multiply(double factor) {
    sum *= factor;
    error *= factor;
  }
}
