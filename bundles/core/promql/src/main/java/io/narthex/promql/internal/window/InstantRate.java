// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;

/** irate and idelta: the difference between the last two samples of a window. */
public final class InstantRate extends WindowKernel {

  private final boolean rate;

  /**
   * A kernel.
   *
   * @param rate whether a fall is a reset and the result is per second
   */
  public InstantRate(RangeContext context, boolean rate) {
    super(context);
    this.rate = rate;
  }

  @Override
  void window(RangeSeries in, int step, StepSeries out) {
    SampleColumn floats = in.floats();
    SampleColumn histograms = in.histograms();
    int fs = floats.size(step);
    int hs = histograms.size(step);
    if (fs + hs < 2) {
      return;
    }
    if (hs == 0) {
      floats(floats, floats.to()[step] - 1, step, out);
      return;
    }
    if (fs == 0) {
      histograms(in, histograms.to()[step] - 1, step, out);
      return;
    }
    int f = floats.to()[step] - 1;
    int h = histograms.to()[step] - 1;
    boolean floatLast = floats.timestamps()[f] > histograms.timestamps()[h];
    if (floatLast && fs > 1 && floats.timestamps()[f - 1] > histograms.timestamps()[h]) {
      floats(floats, f, step, out);
    } else if (!floatLast && hs > 1 && histograms.timestamps()[h - 1] > floats.timestamps()[f]) {
      histograms(in, h, step, out);
    } else {
      context.remark(Remarks.mixedFloatsHistograms(in.labels().metricName(), context.span()));
    }
  }

  private void floats(SampleColumn floats, int last, int step, StepSeries out) {
    double[] v = floats.values();
    long[] t = floats.timestamps();
    long[] starts = floats.startTimestamps();
    double result = v[last];
    boolean reset =
        rate
            && (v[last] < v[last - 1]
                || (starts != null && StartTimes.isReset(starts, t, last - 1, last)));
    if (!reset) {
      result -= v[last - 1];
    }
    out.set(step, rate ? result / ((t[last] - t[last - 1]) / 1000.0) : result);
  }

  private void histograms(RangeSeries in, int last, int step, StepSeries out) {
    SampleColumn column = in.histograms();
    String name = in.labels().metricName();
    Histogram current = column.histogram(last);
    Histogram previous = column.histogram(last - 1);
    boolean anyGauge =
        current.resetHint() == ResetHint.GAUGE || previous.resetHint() == ResetHint.GAUGE;
    boolean bothGauge =
        current.resetHint() == ResetHint.GAUGE && previous.resetHint() == ResetHint.GAUGE;
    if (rate && anyGauge) {
      context.remark(Remarks.notCounterHistogram(name, context.span()));
    }
    if (!rate && !bothGauge) {
      context.remark(Remarks.notGaugeHistogram(name, context.span()));
    }
    long[] t = column.timestamps();
    long[] starts = column.startTimestamps();
    FloatHistogram result = FloatHistogram.of(current);
    boolean reset =
        rate
            && ((starts != null && StartTimes.isReset(starts, t, last - 1, last))
                || ResetDetection.isReset(current, previous));
    if (!reset) {
      int flags = result.subtract(FloatHistogram.of(previous));
      if (flags == FloatHistogram.INCOMPATIBLE) {
        context.remark(Remarks.mixedExponentialCustom(name, context.span()));
        return;
      }
      if ((flags & FloatHistogram.BOUNDS_RECONCILED) != 0) {
        context.remark(Remarks.reconciledBuckets("subtraction", context.span()));
      }
    }
    result.setHint(ResetHint.GAUGE).compact();
    if (rate) {
      result.divide((t[last] - t[last - 1]) / 1000.0);
    }
    out.set(step, result.toHistogram());
  }
}
