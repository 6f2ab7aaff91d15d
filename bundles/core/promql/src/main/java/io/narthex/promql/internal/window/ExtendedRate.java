// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import org.jspecify.annotations.Nullable;

/**
 * The difference between the two edges of a range, for selectors that look beyond them: anchored
 * ones take the sample before an edge, smoothed ones interpolate between the samples around it.
 */
final class ExtendedRate {

  private final RangeContext context;
  private final boolean counter;
  private final boolean perSecond;
  private final boolean smoothed;
  private final HistogramInterpolation interpolation;

  ExtendedRate(RangeContext context, boolean counter, boolean perSecond) {
    this.context = context;
    this.counter = counter;
    this.perSecond = perSecond;
    this.smoothed = context.extension() == Extension.SMOOTHED;
    this.interpolation =
        new HistogramInterpolation(context.execution().annotations(), context.firstArgument());
  }

  void evaluate(RangeSeries in, StepSeries out) {
    for (int step = 0; step < out.steps(); step++) {
      boolean floats = in.floats().size(step) > 0;
      boolean histograms = in.histograms().size(step) > 0;
      if (floats && histograms) {
        context.remark(
            Remarks.mixedFloatsHistograms(in.labels().metricName(), context.firstArgument()));
      } else if (floats) {
        floats(in.floats(), step, out);
      } else if (histograms) {
        histograms(in, step, out);
      }
    }
  }

  /** The rows at the edges of a range; null when no sample lies within. */
  private @Nullable Rows rows(SampleColumn column, int step) {
    long[] t = column.timestamps();
    int begin = column.from()[step];
    int end = column.to()[step] - 1;
    long rangeStart = context.rangeStart(step);
    long rangeEnd = context.rangeEnd(step);
    int first = begin;
    while (first < end && t[first] <= rangeStart) {
      first++;
    }
    first = Math.max(begin, first - 1);
    int last = end;
    if (smoothed) {
      last = begin;
      while (last < end && t[last] < rangeEnd) {
        last++;
      }
    }
    if (t[last] <= rangeStart || (smoothed && t[first] > rangeEnd)) {
      return null;
    }
    return new Rows(first, last, rangeStart, rangeEnd);
  }

  private record Rows(int first, int last, long rangeStart, long rangeEnd) {}

  private void floats(SampleColumn column, int step, StepSeries out) {
    Rows rows = rows(column, step);
    if (rows == null) {
      return;
    }
    double[] v = column.values();
    long[] t = column.timestamps();
    int first = rows.first();
    int last = rows.last();
    double left =
        smoothed && t[first] < rows.rangeStart()
            ? Interpolation.between(column, first, first + 1, rows.rangeStart(), counter)
            : v[first];
    double right =
        smoothed && last > column.from()[step] && t[last] > rows.rangeEnd()
            ? Interpolation.between(column, last - 1, last, rows.rangeEnd(), counter)
            : v[last];
    double difference = right - left;
    if (counter) {
      if (t[first] <= rows.rangeStart()) {
        first++;
      }
      if (t[last] >= rows.rangeEnd()) {
        last--;
      }
      double previous = left;
      double correction = 0;
      for (int i = first; i <= last; i++) {
        if (v[i] < previous) {
          correction += previous;
        }
        previous = v[i];
      }
      if (right < previous) {
        correction += previous;
      }
      difference += correction;
    }
    out.set(step, perSecond ? difference / context.rangeSeconds() : difference);
  }

  private void histograms(RangeSeries in, int step, StepSeries out) {
    SampleColumn column = in.histograms();
    Rows rows = rows(column, step);
    String name = in.labels().metricName();
    if (rows == null || !valid(column, rows, name)) {
      return;
    }
    long[] t = column.timestamps();
    int first = rows.first();
    int last = rows.last();
    Histogram left = column.histogram(first);
    if (smoothed && t[first] < rows.rangeStart()) {
      left = interpolation.between(column, first, first + 1, rows.rangeStart(), counter, name);
    }
    Histogram right = column.histogram(last);
    if (left != null && smoothed && last > column.from()[step] && t[last] > rows.rangeEnd()) {
      right = interpolation.between(column, last - 1, last, rows.rangeEnd(), counter, name);
    }
    if (left == null || right == null) {
      return;
    }
    if (!counter && (left.resetHint() != ResetHint.GAUGE || right.resetHint() != ResetHint.GAUGE)) {
      context.remark(Remarks.notGaugeHistogram(name, context.firstArgument()));
    }
    FloatHistogram result = FloatHistogram.of(right);
    if (!interpolation.merged(result.subtract(FloatHistogram.of(left)), "subtraction", name)) {
      return;
    }
    if (counter && !addResets(result, column, rows, left, right, name)) {
      return;
    }
    if (perSecond) {
      result.divide(context.rangeSeconds());
    }
    out.set(step, result.setHint(ResetHint.GAUGE).compact().toHistogram());
  }

  private boolean valid(SampleColumn column, Rows rows, String name) {
    boolean custom = column.histogram(rows.first()).hasCustomBuckets();
    for (int i = rows.first(); i <= rows.last(); i++) {
      Histogram h = column.histogram(i);
      if (h.hasCustomBuckets() != custom) {
        context.remark(Remarks.mixedExponentialCustom(name, context.firstArgument()));
        return false;
      }
      if (counter && h.resetHint() == ResetHint.GAUGE) {
        context.remark(Remarks.notCounterHistogram(name, context.firstArgument()));
      }
    }
    return true;
  }

  private boolean addResets(
      FloatHistogram result,
      SampleColumn column,
      Rows rows,
      Histogram left,
      Histogram right,
      String name) {
    int next = rows.first() + 1;
    Histogram previous = left;
    boolean resetAtLeftEdge =
        smoothed
            && column.timestamps()[rows.first()] < rows.rangeStart()
            && ResetDetection.isReset(
                column.histogram(rows.first() + 1), column.histogram(rows.first()));
    if (resetAtLeftEdge) {
      // The interpolation at the edge has taken this reset into account.
      previous = column.histogram(rows.first() + 1);
      next++;
    }
    // The last sample is left to the comparison with the right edge, which has its hint.
    int end = rows.last() - 1;
    if (next > end + 1) {
      return true;
    }
    FloatHistogram correction = null;
    for (int i = next; i <= end + 1; i++) {
      Histogram current = i <= end ? column.histogram(i) : right;
      if (ResetDetection.isReset(current, previous)) {
        FloatHistogram added = FloatHistogram.of(previous);
        if (correction == null) {
          correction = added;
        } else if (!interpolation.merged(correction.add(added), "addition", name)) {
          return false;
        }
      }
      previous = current;
    }
    return correction == null || interpolation.merged(result.add(correction), "addition", name);
  }
}
