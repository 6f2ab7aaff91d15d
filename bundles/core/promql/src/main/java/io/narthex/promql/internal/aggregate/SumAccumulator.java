// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.spi.model.SpecialValues;

/** sum: a Kahan sum for each step. */
final class SumAccumulator implements Accumulator {

  private final AggregateContext context;
  private final double[] sums;
  private final double[] terms;
  private final boolean[] seen;
  private boolean allSeen;
  private final HistogramGroups histograms;

  SumAccumulator(AggregateContext context) {
    this.context = context;
    this.sums = new double[context.steps()];
    this.terms = new double[context.steps()];
    this.seen = new boolean[context.steps()];
    this.histograms = new HistogramGroups(context, false);
  }

  @Override
  public void add(StepSeries series) {
    double[] values = series.values();
    if (series.isDense()) {
      StepSums.add(sums, terms, values);
      allSeen = true;
    } else {
      for (int i = 0; i < values.length; i++) {
        double v = values[i];
        if (Double.doubleToRawLongBits(v) != SpecialValues.ABSENT_BITS) {
          seen[i] = true;
          add(i, v);
        }
      }
    }
    if (series.hasHistograms()) {
      histograms.add(series);
    }
  }

  private void add(int i, double v) {
    double sum = sums[i];
    double total = sum + v;
    if (Double.isInfinite(total)) {
      terms[i] = 0;
    } else if (Math.abs(sum) >= Math.abs(v)) {
      terms[i] += (sum - total) + v;
    } else {
      terms[i] += (v - total) + sum;
    }
    sums[i] = total;
  }

  @Override
  public void merge(Accumulator other) {
    SumAccumulator o = (SumAccumulator) other;
    allSeen |= o.allSeen;
    for (int i = 0; i < sums.length; i++) {
      if (o.seen(i)) {
        seen[i] = true;
        add(i, o.sums[i]);
        terms[i] += o.terms[i];
      }
    }
    histograms.merge(o.histograms);
  }

  private boolean seen(int step) {
    return allSeen || seen[step];
  }

  private double result(int step) {
    return Double.isInfinite(sums[step]) ? sums[step] : sums[step] + terms[step];
  }

  @Override
  public void finish(StepSeries out) {
    if (allSeen && histograms.isEmpty()) {
      double[] values = out.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = result(i);
      }
      return;
    }
    for (int i = 0; i < sums.length; i++) {
      if (seen(i) && histograms.any(i)) {
        context.remark(Remarks.mixedFloatsHistogramsInAggregation(context.innerSpan()));
      } else if (seen(i)) {
        out.set(i, result(i));
      } else {
        FloatHistogram h = histograms.result(i);
        if (h != null) {
          out.set(i, h.toHistogram());
        }
      }
    }
  }
}
