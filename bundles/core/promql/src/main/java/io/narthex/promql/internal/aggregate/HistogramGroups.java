// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramMean;
import io.narthex.promql.internal.histogram.HistogramSum;
import io.narthex.spi.model.Histogram;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The histograms of one group at each step, summed or averaged. Empty until one comes. */
final class HistogramGroups {

  private final AggregateContext context;
  private final boolean mean;
  private @Nullable Step @Nullable [] steps;

  HistogramGroups(AggregateContext context, boolean mean) {
    this.context = context;
    this.mean = mean;
  }

  /** What one step has taken. Histograms are kept, since partial sums would round differently. */
  private static final class Step {
    final List<Histogram> histograms = new ArrayList<>();
    String metric = "";
  }

  /** Returns whether no histogram has come at all. */
  boolean isEmpty() {
    return steps == null;
  }

  /** Takes the histograms of a series. */
  void add(StepSeries series) {
    @Nullable Step[] all = steps;
    if (all == null) {
      all = new Step[context.steps()];
      steps = all;
    }
    for (int i = 0; i < all.length; i++) {
      Histogram h = series.histogram(i);
      if (h == null) {
        continue;
      }
      Step step = all[i];
      if (step == null) {
        step = new Step();
        all[i] = step;
      }
      step.histograms.add(h);
      step.metric = series.labels().metricName();
    }
  }

  void merge(HistogramGroups other) {
    @Nullable Step[] theirs = other.steps;
    if (theirs == null) {
      return;
    }
    @Nullable Step[] ours = steps;
    if (ours == null) {
      steps = theirs;
      return;
    }
    for (int i = 0; i < ours.length; i++) {
      Step mine = ours[i];
      Step step = theirs[i];
      if (mine == null) {
        ours[i] = step;
      } else if (step != null) {
        mine.histograms.addAll(step.histograms);
        mine.metric = step.metric;
      }
    }
  }

  private @Nullable Step at(int step) {
    @Nullable Step[] all = steps;
    return all == null ? null : all[step];
  }

  /** Returns whether a step has taken a histogram. */
  boolean any(int step) {
    return at(step) != null;
  }

  /** Returns the result of a step; null without histograms, or when they do not go together. */
  @Nullable FloatHistogram result(int index) {
    Step step = at(index);
    if (step == null) {
      return null;
    }
    if (mean) {
      HistogramMean result = new HistogramMean();
      step.histograms.forEach(result::add);
      remark(
          step.metric, result.incompatible(), result.resetCollision(), result.boundsReconciled());
      return result.incompatible() ? null : result.result();
    }
    HistogramSum result = new HistogramSum();
    step.histograms.forEach(result::add);
    remark(step.metric, result.incompatible(), result.resetCollision(), result.boundsReconciled());
    return result.incompatible() ? null : result.result();
  }

  private void remark(String metric, boolean incompatible, boolean collision, boolean reconciled) {
    if (reconciled) {
      context.remark(Remarks.reconciledBuckets("aggregation", context.innerSpan()));
    }
    if (incompatible) {
      context.remark(Remarks.mixedExponentialCustom(metric, context.innerSpan()));
    } else if (collision) {
      context.remark(Remarks.counterResetCollision("aggregation", context.innerSpan()));
    }
  }
}
