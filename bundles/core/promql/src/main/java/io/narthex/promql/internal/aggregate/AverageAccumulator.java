// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.spi.model.SpecialValues;

/** avg: a Kahan sum that is divided at the end; a running mean once the sum would overflow. */
final class AverageAccumulator implements Accumulator {

  private final AggregateContext context;
  private final double[] sums;
  private final double[] terms;
  private final double[] counts;
  private final boolean[] running;
  private final HistogramGroups histograms;

  AverageAccumulator(AggregateContext context) {
    this.context = context;
    this.sums = new double[context.steps()];
    this.terms = new double[context.steps()];
    this.counts = new double[context.steps()];
    this.running = new boolean[context.steps()];
    this.histograms = new HistogramGroups(context, true);
  }

  @Override
  public void add(StepSeries series) {
    double[] values = series.values();
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      double sum = sums[i];
      double total = sum + v;
      if (counts[i] > 0 && !running[i] && Math.abs(total) <= Double.MAX_VALUE) {
        // What nearly all values are: no NaN, absent or other, and nothing infinite.
        double part = total - sum;
        counts[i]++;
        terms[i] += (sum - (total - part)) + (v - part);
        sums[i] = total;
      } else if (Double.doubleToRawLongBits(v) != SpecialValues.ABSENT_BITS) {
        add(i, v);
      }
    }
    if (series.hasHistograms()) {
      histograms.add(series);
    }
  }

  private void add(int i, double v) {
    counts[i]++;
    if (counts[i] == 1) {
      sums[i] = v;
      return;
    }
    if (!running[i]) {
      double sum = sums[i];
      double term = terms[i];
      increase(i, v);
      if (!Double.isInfinite(sums[i])) {
        return;
      }
      running[i] = true;
      sums[i] = sum / (counts[i] - 1);
      terms[i] = term / (counts[i] - 1);
    }
    double q = (counts[i] - 1) / counts[i];
    sums[i] *= q;
    terms[i] *= q;
    increase(i, v / counts[i]);
  }

  private void increase(int i, double v) {
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
    AverageAccumulator o = (AverageAccumulator) other;
    for (int i = 0; i < sums.length; i++) {
      if (o.counts[i] == 0) {
        continue;
      }
      if (counts[i] == 0) {
        sums[i] = o.sums[i];
        terms[i] = o.terms[i];
        counts[i] = o.counts[i];
        running[i] = o.running[i];
      } else {
        join(o, i);
      }
    }
    histograms.merge(o.histograms);
  }

  private void join(AverageAccumulator o, int i) {
    double total = counts[i] + o.counts[i];
    boolean fits = !running[i] && !o.running[i] && !Double.isInfinite(sums[i] + o.sums[i]);
    if (fits) {
      increase(i, o.sums[i]);
      terms[i] += o.terms[i];
    } else {
      double mine = mean(i) * (counts[i] / total);
      double theirs = o.mean(i) * (o.counts[i] / total);
      sums[i] = mine + theirs;
      terms[i] = 0;
      running[i] = true;
    }
    counts[i] = total;
  }

  private double mean(int i) {
    return running[i] ? sums[i] + terms[i] : sums[i] / counts[i] + terms[i] / counts[i];
  }

  @Override
  public void finish(StepSeries out) {
    for (int i = 0; i < sums.length; i++) {
      if (counts[i] > 0 && histograms.any(i)) {
        context.remark(Remarks.mixedFloatsHistogramsInAggregation(context.innerSpan()));
      } else if (counts[i] > 0) {
        out.set(i, mean(i));
      } else {
        FloatHistogram h = histograms.result(i);
        if (h != null) {
          out.set(i, h.toHistogram());
        }
      }
    }
  }
}
