// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The difference between the first and the last histogram of a window, resets corrected. */
final class HistogramRate {

  private static final double[] NONE = new double[0];

  private final RangeContext context;
  private final boolean counter;

  HistogramRate(RangeContext context, boolean counter) {
    this.context = context;
    this.counter = counter;
  }

  /** Returns the difference, or null when the histograms do not go together. */
  @Nullable FloatHistogram difference(RangeSeries in, int from, int lastRow) {
    SampleColumn column = in.histograms();
    long[] starts = counter ? column.startTimestamps() : null;
    String name = in.labels().metricName();
    Histogram first = column.histogram(from);
    Histogram last = column.histogram(lastRow);
    if (counter && (isGauge(first) || isGauge(last))) {
      context.remark(Remarks.notCounterHistogram(name, context.firstArgument()));
    }
    Histogram previous = first;
    if (counter && isReset(column, starts, from + 1, column.histogram(from + 1), first)) {
      // The first sample does not count then, so its layout must not matter either.
      previous = emptyLike(column.histogram(from + 1));
    }
    boolean custom = previous.hasCustomBuckets();
    if (last.hasCustomBuckets() != custom) {
      return incompatible(name);
    }
    int schema = Math.min(last.schema(), previous.schema());
    if (counter) {
      for (int i = from + 1; i < lastRow; i++) {
        Histogram h = column.histogram(i);
        if (isGauge(h)) {
          context.remark(Remarks.notCounterHistogram(name, context.firstArgument()));
        }
        schema = Math.min(schema, h.schema());
        if (h.hasCustomBuckets() != custom) {
          return incompatible(name);
        }
      }
    }
    FloatHistogram result = FloatHistogram.of(last).copyToSchema(schema);
    if (!merged(result.subtract(FloatHistogram.of(previous)), "subtraction", name)) {
      return null;
    }
    if (counter) {
      if (!addResets(result, column, starts, from, lastRow, previous, name)) {
        return null;
      }
    } else if (!isGauge(first) || !isGauge(last)) {
      context.remark(Remarks.notGaugeHistogram(name, context.firstArgument()));
    }
    return result.setHint(ResetHint.GAUGE).compact();
  }

  private boolean addResets(
      FloatHistogram result,
      SampleColumn column,
      long @Nullable [] starts,
      int from,
      int lastRow,
      Histogram first,
      String name) {
    Histogram previous = first;
    boolean overlap = false;
    for (int i = from + 1; i <= lastRow; i++) {
      Histogram current = column.histogram(i);
      if (!overlap && starts != null && StartTimes.overlap(starts, column.timestamps(), i - 1, i)) {
        context.remark(Remarks.startTimeOverlap(name, context.firstArgument()));
        overlap = true;
      }
      if (isReset(column, starts, i, current, previous)
          && !merged(result.add(FloatHistogram.of(previous)), "addition", name)) {
        return false;
      }
      previous = current;
    }
    return true;
  }

  private static boolean isReset(
      SampleColumn column,
      long @Nullable [] starts,
      int row,
      Histogram current,
      Histogram previous) {
    return (starts != null && StartTimes.isReset(starts, column.timestamps(), row - 1, row))
        || ResetDetection.isReset(current, previous);
  }

  /** Adds a histogram; returns false when that is not possible. */
  boolean add(FloatHistogram into, FloatHistogram added, RangeSeries in) {
    return merged(into.add(added), "addition", in.labels().metricName());
  }

  private boolean merged(int flags, String operation, String name) {
    if (flags == FloatHistogram.INCOMPATIBLE) {
      context.remark(Remarks.mixedExponentialCustom(name, context.firstArgument()));
      return false;
    }
    if ((flags & FloatHistogram.BOUNDS_RECONCILED) != 0) {
      context.remark(Remarks.reconciledBuckets(operation, context.firstArgument()));
    }
    return true;
  }

  private @Nullable FloatHistogram incompatible(String name) {
    context.remark(Remarks.mixedExponentialCustom(name, context.firstArgument()));
    return null;
  }

  private static boolean isGauge(Histogram h) {
    return h.resetHint() == ResetHint.GAUGE;
  }

  private static Histogram emptyLike(Histogram h) {
    return new Histogram(
        h.schema(),
        false,
        ResetHint.UNKNOWN,
        0,
        0,
        0,
        0,
        List.of(),
        NONE,
        List.of(),
        NONE,
        h.customBounds());
  }
}
