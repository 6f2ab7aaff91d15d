// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.SpecialValues;

/** stddev and stdvar of the population, by Welford's method. Histograms are passed over. */
final class VarianceAccumulator implements Accumulator {

  private final AggregateContext context;
  private final boolean root;
  private final double[] counts;
  private final double[] means;
  private final double[] squares;

  VarianceAccumulator(AggregateContext context, boolean root) {
    this.context = context;
    this.root = root;
    this.counts = new double[context.steps()];
    this.means = new double[context.steps()];
    this.squares = new double[context.steps()];
  }

  @Override
  public void add(StepSeries series) {
    double[] values = series.values();
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      if (Double.doubleToRawLongBits(v) == SpecialValues.ABSENT_BITS) {
        continue;
      }
      counts[i]++;
      if (counts[i] == 1) {
        means[i] = v;
        squares[i] = Double.isNaN(v) || Double.isInfinite(v) ? Double.NaN : 0;
        continue;
      }
      double delta = v - means[i];
      means[i] += delta / counts[i];
      squares[i] += delta * (v - means[i]);
    }
    Ignored.histograms(context, series);
  }

  @Override
  public void merge(Accumulator other) {
    VarianceAccumulator o = (VarianceAccumulator) other;
    for (int i = 0; i < counts.length; i++) {
      if (o.counts[i] == 0) {
        continue;
      }
      double total = counts[i] + o.counts[i];
      double delta = o.means[i] - means[i];
      squares[i] += o.squares[i] + delta * delta * (counts[i] * o.counts[i] / total);
      means[i] = counts[i] == 0 ? o.means[i] : means[i] + delta * (o.counts[i] / total);
      counts[i] = total;
    }
  }

  @Override
  public void finish(StepSeries out) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        double variance = squares[i] / counts[i];
        out.set(i, root ? Math.sqrt(variance) : variance);
      }
    }
  }
}
