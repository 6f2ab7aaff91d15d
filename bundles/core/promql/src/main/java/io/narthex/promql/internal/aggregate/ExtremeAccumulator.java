// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;

/** min and max; NaN only when there is nothing else. Histograms are passed over. */
final class ExtremeAccumulator implements Accumulator {

  private final AggregateContext context;
  private final boolean max;
  private final double[] values;

  ExtremeAccumulator(AggregateContext context, boolean max) {
    this.context = context;
    this.max = max;
    this.values = new double[context.steps()];
    Arrays.fill(values, SpecialValues.ABSENT);
  }

  @Override
  public void add(StepSeries series) {
    take(series.values());
    Ignored.histograms(context, series);
  }

  private void take(double[] others) {
    for (int i = 0; i < others.length; i++) {
      double v = others[i];
      if (Double.doubleToRawLongBits(v) == SpecialValues.ABSENT_BITS) {
        continue;
      }
      double present = values[i];
      // What is absent is a NaN as well, and gives way to anything.
      if (Double.isNaN(present) || (max ? v > present : v < present)) {
        values[i] = v;
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    take(((ExtremeAccumulator) other).values);
  }

  @Override
  public void finish(StepSeries out) {
    System.arraycopy(values, 0, out.values(), 0, values.length);
  }
}
