// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

/** A sum with Neumaier's compensation of rounding errors. */
public final class KahanSum {

  private double sum;
  private double compensation;

  /** Adds a number. */
  public void add(double increment) {
    double total = sum + increment;
    if (Double.isInfinite(total)) {
      compensation = 0;
    } else if (Math.abs(sum) >= Math.abs(increment)) {
      compensation += (sum - total) + increment;
    } else {
      compensation += (increment - total) + sum;
    }
    sum = total;
  }

  /** Adds what another sum has to compensate. */
  public void compensate(double other) {
    compensation += other;
  }

  /** Returns the sum. */
  public double value() {
    return sum + compensation;
  }

  /** Returns the sum without the compensation. */
  public double sum() {
    return sum;
  }

  /** Returns the compensation. */
  public double compensation() {
    return compensation;
  }

  /** Starts from a sum and its compensation. */
  public void set(double newSum, double newCompensation) {
    this.sum = newSum;
    this.compensation = newCompensation;
  }
}
