// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.SpecialValues;

/** count and group: how many there are, or that there are any. */
final class CountAccumulator implements Accumulator {

  private final boolean one;
  private final double[] counts;

  /**
   * An accumulator.
   *
   * @param one whether the result is 1 whatever the count
   */
  CountAccumulator(AggregateContext context, boolean one) {
    this.one = one;
    this.counts = new double[context.steps()];
  }

  @Override
  public void add(StepSeries series) {
    if (!series.hasHistograms()) {
      double[] values = series.values();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += Double.doubleToRawLongBits(values[i]) == SpecialValues.ABSENT_BITS ? 0 : 1;
      }
      return;
    }
    for (int i = 0; i < counts.length; i++) {
      if (series.present(i)) {
        counts[i]++;
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    CountAccumulator o = (CountAccumulator) other;
    for (int i = 0; i < counts.length; i++) {
      counts[i] += o.counts[i];
    }
  }

  @Override
  public void finish(StepSeries out) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        out.set(i, one ? 1 : counts[i]);
      }
    }
  }
}
