// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.HistogramSize;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import org.jspecify.annotations.Nullable;

/** The newest sample of each series at each step, no older than the lookback. */
public final class InstantScan implements VectorOperator {

  /** What is taken of a sample. */
  public enum Take {
    VALUE,
    /** Its timestamp, in seconds. */
    TIMESTAMP,
    /** When its counting began, in seconds. */
    START_TIMESTAMP,
    /** Its timestamp in milliseconds; histograms are refused. */
    INFO_TIMESTAMP
  }

  private final Execution execution;
  private final Selector selector;
  private final Windows windows;
  private final Take take;

  /** A scan of a selector on a grid. */
  public InstantScan(Execution execution, Selector selector, StepGrid grid, Take take) {
    this(
        execution,
        selector,
        new Windows(grid, selector.atMs(), selector.offsetMs(), execution.lookbackMs(), 0),
        take);
  }

  private InstantScan(Execution execution, Selector selector, Windows windows, Take take) {
    this.execution = execution;
    this.selector = selector;
    this.windows = windows;
    this.take = take;
  }

  /**
   * A scan for {@code timestamp()}. As upstream has it, a fixed time is looked at without the
   * offset, among the samples that would be read with it.
   */
  public static InstantScan ofTimes(
      Execution execution, Selector selector, StepGrid grid, Take take) {
    if (selector.atMs() == null) {
      return new InstantScan(execution, selector, grid, take);
    }
    long lookback = execution.lookbackMs();
    long ahead = selector.extension() == Extension.SMOOTHED ? lookback : 0;
    long offset = Math.max(0, selector.offsetMs() - ahead);
    long before = Math.max(0, lookback - offset + Math.min(0, selector.offsetMs()));
    return new InstantScan(
        execution, selector, new Windows(grid, selector.atMs(), offset, before, 0), take);
  }

  @Override
  public boolean namesDiffer() {
    return selector.metricName().isEmpty();
  }

  @Override
  public void run(SeriesSink sink) {
    new BatchScan(execution).run(selector, windows, 0, () -> new Worker(sink.open()));
  }

  private final class Worker implements BatchScan.Worker {

    private final SeriesWriter writer;
    private final StepSeries out = new StepSeries(windows.grid().count());
    private final RowBuffers rows = new RowBuffers();
    private final int[] from = new int[windows.grid().count()];
    private final int[] to = new int[windows.grid().count()];
    private final boolean steps = execution.statistics().wantsSteps(windows.grid());
    private long samples;

    Worker(SeriesWriter writer) {
      this.writer = writer;
    }

    @Override
    public void batch(SeriesBatch batch) {
      windows.bounds(batch.timestamps(), batch.rowCount(), from, to);
      Limits limits = execution.limits();
      limits.hold(batch.rowCount());
      for (int i = 0; i < batch.seriesCount(); i++) {
        limits.checkSome(i);
        boolean histograms = rows.decode(batch, i, take == Take.START_TIMESTAMP);
        if (histograms && selector.countsOnly()) {
          HistogramCounts.reduce(rows.histograms(), batch.rowCount());
        }
        out.dropHistograms();
        out.label(batch.labels(i), false);
        int present =
            histograms || steps || take != Take.VALUE
                ? fill(batch.timestamps(), histograms)
                : fillFloats(rows.values(), from, to, out.values());
        if (present > 0) {
          samples += present;
          writer.accept(out);
        }
      }
      limits.release(batch.rowCount());
    }

    /** The same as {@link #fill} for what nearly all series are. */
    private static int fillFloats(double[] rowValues, int[] from, int[] to, double[] values) {
      int present = 0;
      for (int step = 0; step < values.length; step++) {
        int row = to[step] - 1;
        double value = row < from[step] ? SpecialValues.ABSENT : rowValues[row];
        if (Double.isNaN(value)) {
          while (row > from[step] && SpecialValues.isAbsent(value)) {
            value = rowValues[--row];
          }
          value = SpecialValues.isStale(value) ? SpecialValues.ABSENT : value;
          present -= SpecialValues.isAbsent(value) ? 1 : 0;
        }
        values[step] = value;
        present++;
      }
      return present;
    }

    private int fill(long[] timestamps, boolean histograms) {
      double[] rowValues = rows.values();
      @Nullable Histogram[] rowHistograms = rows.histograms();
      double[] values = out.values();
      int present = 0;
      for (int step = 0; step < values.length; step++) {
        int row = to[step] - 1;
        int first = from[step];
        while (row >= first
            && Double.doubleToRawLongBits(rowValues[row]) == SpecialValues.ABSENT_BITS
            && !(histograms && rowHistograms[row] != null)) {
          row--;
        }
        values[step] = SpecialValues.ABSENT;
        if (row < first) {
          continue;
        }
        Histogram h = histograms ? rowHistograms[row] : null;
        if (h == null ? SpecialValues.isStale(rowValues[row]) : h.isStale()) {
          continue;
        }
        if (h != null && take == Take.INFO_TIMESTAMP) {
          throw new EvaluationException(
              "this should be an info metric, with float samples: " + out.labels());
        }
        if (take != Take.VALUE) {
          values[step] = time(timestamps, row);
        } else if (h == null) {
          values[step] = rowValues[row];
        } else {
          out.set(step, h);
        }
        long weight = h != null && take == Take.VALUE ? HistogramSize.samples(h) : 1;
        present += (int) weight;
        if (steps) {
          execution.statistics().addAtStep(step, weight, weight);
        }
      }
      return present;
    }

    private double time(long[] timestamps, int row) {
      return switch (take) {
        case VALUE, TIMESTAMP -> timestamps[row] / 1000.0;
        case INFO_TIMESTAMP -> timestamps[row];
        case START_TIMESTAMP -> {
          long[] starts = rows.starts();
          yield starts == null ? 0 : starts[row] / 1000.0;
        }
      };
    }

    @Override
    public void finish() {
      execution.statistics().add(samples, samples);
      writer.close();
    }
  }
}
