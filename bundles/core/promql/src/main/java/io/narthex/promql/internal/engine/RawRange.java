// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.MetricLabels;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.promql.internal.window.Interpolation;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The samples of a range selector or subquery at one time, as they are. */
final class RawRange {

  private final RangeSource source;
  private final Extension extension;
  private final Execution execution;

  RawRange(RangeSource source, Extension extension, Execution execution) {
    this.source = source;
    this.extension = extension;
    this.execution = execution;
  }

  RangeSource.Consumer consumer(Consumer<QueryValue.RawSeries> sink) {
    return new RangeSource.Consumer() {
      @Override
      public void accept(RangeSeries series) {
        QueryValue.RawSeries raw = extension == Extension.NONE ? plain(series) : extended(series);
        if (raw.timestampsMs().length > 0) {
          execution.limits().hold(raw.timestampsMs().length);
          sink.accept(raw);
        }
      }

      @Override
      public void finish() {
        // Each series has been handed on already.
      }
    };
  }

  private Labels labels(RangeSeries series) {
    return series.dropName() ? MetricLabels.drop(series.labels()) : series.labels();
  }

  private QueryValue.RawSeries plain(RangeSeries series) {
    SampleColumn floats = series.floats();
    SampleColumn histograms = series.histograms();
    int n = floats.size(0);
    int m = histograms.size(0);
    if (m == 0) {
      int from = n == 0 ? 0 : floats.from()[0];
      return new QueryValue.RawSeries(
          labels(series),
          Arrays.copyOfRange(floats.timestamps(), from, from + n),
          Arrays.copyOfRange(floats.values(), from, from + n),
          null);
    }
    long[] times = new long[n + m];
    double[] values = new double[n + m];
    @Nullable Histogram[] hs = new Histogram[n + m];
    int f = n == 0 ? 0 : floats.from()[0];
    int fEnd = f + n;
    int h = histograms.from()[0];
    int hEnd = h + m;
    for (int i = 0; i < times.length; i++) {
      boolean isFloat =
          h == hEnd || (f < fEnd && floats.timestamps()[f] < histograms.timestamps()[h]);
      if (isFloat) {
        times[i] = floats.timestamps()[f];
        values[i] = floats.values()[f++];
      } else {
        times[i] = histograms.timestamps()[h];
        values[i] = SpecialValues.ABSENT;
        hs[i] = histograms.histogram(h++);
      }
    }
    return new QueryValue.RawSeries(labels(series), times, values, hs);
  }

  /** The samples within the range, and one at each edge. */
  private QueryValue.RawSeries extended(RangeSeries series) {
    boolean smoothed = extension == Extension.SMOOTHED;
    if (series.histograms().size(0) > 0) {
      throw new EvaluationException(
          (smoothed ? "smoothed" : "anchored") + " modifier is not supported with histograms");
    }
    SampleColumn column = series.floats();
    long[] t = column.timestamps();
    double[] v = column.values();
    QueryValue.RawSeries none =
        new QueryValue.RawSeries(labels(series), new long[0], new double[0], null);
    if (column.size(0) == 0) {
      return none;
    }
    long end = source.windows().end(0);
    long start = end - source.rangeMs();
    int begin = column.from()[0];
    int last = column.to()[0] - 1;
    int first = begin;
    while (first < last && t[first] <= start) {
      first++;
    }
    first = Math.max(begin, first - 1);
    if (smoothed) {
      int row = begin;
      while (row < last && t[row] < end) {
        row++;
      }
      last = row;
    }
    if (t[last] <= start) {
      return none;
    }
    double left =
        smoothed && t[first] < start
            ? Interpolation.between(column, first, first + 1, start, false)
            : v[first];
    double right =
        smoothed && last > begin && t[last] > end
            ? Interpolation.between(column, last - 1, last, end, false)
            : v[last];
    int from = t[first] <= start ? first + 1 : first;
    int to = t[last] >= end ? last - 1 : last;
    int inside = Math.max(0, to - from + 1);
    long[] times = new long[inside + 2];
    double[] values = new double[inside + 2];
    times[0] = start;
    values[0] = left;
    System.arraycopy(t, from, times, 1, inside);
    System.arraycopy(v, from, values, 1, inside);
    times[inside + 1] = end;
    values[inside + 1] = right;
    return new QueryValue.RawSeries(labels(series), times, values, null);
  }
}
