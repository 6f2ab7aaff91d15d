// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.window.Quantiles;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;

/** quantile: keeps all values, by step. Histograms are passed over. */
final class QuantileAccumulator implements Accumulator {

  private static final double[] NONE = new double[0];

  private final AggregateContext context;
  private final double[][] values;
  private final int[] counts;

  QuantileAccumulator(AggregateContext context) {
    this.context = context;
    this.values = new double[context.steps()][];
    this.counts = new int[context.steps()];
    Arrays.fill(values, NONE);
  }

  @Override
  public void add(StepSeries series) {
    context.execution().limits().hold(series.steps());
    double[] all = series.values();
    for (int i = 0; i < all.length; i++) {
      if (Double.doubleToRawLongBits(all[i]) != SpecialValues.ABSENT_BITS) {
        add(i, all[i]);
      }
    }
    Ignored.histograms(context, series);
  }

  private void add(int i, double v) {
    if (counts[i] == values[i].length) {
      values[i] = Arrays.copyOf(values[i], Math.max(8, 2 * counts[i]));
    }
    values[i][counts[i]++] = v;
  }

  @Override
  public void merge(Accumulator other) {
    QuantileAccumulator o = (QuantileAccumulator) other;
    for (int i = 0; i < counts.length; i++) {
      for (int k = 0; k < o.counts[i]; k++) {
        add(i, o.values[i][k]);
      }
    }
  }

  @Override
  public void finish(StepSeries out) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        out.set(i, Quantiles.of(context.param()[i], values[i], counts[i]));
      }
      context.execution().limits().release(counts[i]);
    }
  }
}
