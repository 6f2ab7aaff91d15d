// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

/** A mean: of the sum as long as that is finite, then a running one. */
final class KahanMean {

  private final KahanSum sum = new KahanSum();
  private double count;
  private boolean running;

  void add(double value) {
    count++;
    if (!running && count > 1 && sum.overflows(value)) {
      running = true;
      sum.multiply(1 / (count - 1));
    }
    if (running) {
      sum.multiply((count - 1) / count);
      sum.add(value / count);
    } else {
      sum.add(value);
    }
  }

  double value() {
    return running ? sum.value() : sum.value() / count;
  }
}
