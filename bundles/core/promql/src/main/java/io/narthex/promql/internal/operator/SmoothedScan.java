// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.scan.RangeScan;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.promql.internal.window.HistogramInterpolation;
import io.narthex.promql.internal.window.Interpolation;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;

/**
 * An instant selector with {@code smoothed}: the value on the line between the samples around each
 * step, within the lookback to either side.
 */
public final class SmoothedScan implements VectorOperator {

  private final Execution execution;
  private final RangeScan source;
  private final HistogramInterpolation interpolation;
  private final Span span;

  /** A scan of a selector on a grid. */
  public SmoothedScan(Execution execution, Selector selector, StepGrid grid, Span span) {
    this.execution = execution;
    this.source = RangeScan.around(execution, selector, grid);
    this.interpolation = new HistogramInterpolation(execution.annotations(), span);
    this.span = span;
  }

  @Override
  public boolean namesDiffer() {
    return source.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    source.run(() -> new Worker(sink.open()));
  }

  private final class Worker implements RangeSource.Consumer {

    private final SeriesWriter writer;
    private final StepSeries out = new StepSeries(source.windows().grid().count());

    Worker(SeriesWriter writer) {
      this.writer = writer;
    }

    @Override
    public void accept(RangeSeries series) {
      out.clear();
      out.label(series.labels(), false);
      for (int i = 0; i < out.steps(); i++) {
        boolean floats = series.floats().size(i) > 0;
        boolean histograms = series.histograms().size(i) > 0;
        if (floats && histograms) {
          execution
              .annotations()
              .add(Remarks.mixedFloatsHistograms(series.labels().metricName(), span));
        } else if (floats) {
          floats(series.floats(), i);
        } else if (histograms) {
          histograms(series, i);
        }
      }
      if (!out.isEmpty()) {
        writer.accept(out);
      }
    }

    private void floats(SampleColumn column, int step) {
      long time = source.windows().end(step);
      int from = column.from()[step];
      int to = column.to()[step];
      int row = firstNotBefore(column, from, to, time);
      if (row < to && column.timestamps()[row] == time) {
        out.set(step, column.values()[row]);
      } else if (row > from && row < to) {
        out.set(step, Interpolation.between(column, row - 1, row, time, false));
      } else if (row > from) {
        out.set(step, column.values()[row - 1]);
      }
    }

    private void histograms(RangeSeries series, int step) {
      SampleColumn column = series.histograms();
      long time = source.windows().end(step);
      int from = column.from()[step];
      int to = column.to()[step];
      int row = firstNotBefore(column, from, to, time);
      String name = series.labels().metricName();
      if (row < to && column.timestamps()[row] == time) {
        out.set(step, column.histogram(row));
      } else if (row > from && row < to) {
        Histogram before = column.histogram(row - 1);
        Histogram after = column.histogram(row);
        if (before.hasCustomBuckets() != after.hasCustomBuckets()) {
          execution.annotations().add(Remarks.mixedExponentialCustom(name, span));
          return;
        }
        boolean counter =
            before.resetHint() != ResetHint.GAUGE || after.resetHint() != ResetHint.GAUGE;
        Histogram h = interpolation.between(column, row - 1, row, time, counter, name);
        if (h != null) {
          out.set(step, h);
        }
      } else if (row > from) {
        out.set(
            step,
            FloatHistogram.of(column.histogram(row - 1)).setHint(ResetHint.UNKNOWN).toHistogram());
      }
    }

    private static int firstNotBefore(SampleColumn column, int from, int to, long time) {
      int row = from;
      while (row < to && column.timestamps()[row] < time) {
        row++;
      }
      return row;
    }

    @Override
    public void finish() {
      writer.close();
    }
  }
}
