// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.HistogramSize;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.spi.storage.SeriesBatch;
import java.util.function.Supplier;

/** The samples of selected series. */
public final class RangeScan implements RangeSource {

  private final Execution execution;
  private final Selector selector;
  private final Windows windows;
  private final long rangeMs;

  /** A scan of a selector with a range on a grid. */
  public RangeScan(Execution execution, Selector selector, long rangeMs, StepGrid grid) {
    this.execution = execution;
    this.selector = selector;
    this.rangeMs = rangeMs;
    long lookback = execution.lookbackMs();
    this.windows =
        switch (selector.extension()) {
          case NONE -> new Windows(grid, selector.atMs(), selector.offsetMs(), rangeMs, 0);
          case ANCHORED ->
              new Windows(grid, selector.atMs(), selector.offsetMs(), rangeMs + lookback, 0);
          case SMOOTHED ->
              new Windows(grid, selector.atMs(), selector.offsetMs(), rangeMs + lookback, lookback);
        };
  }

  private RangeScan(Execution execution, Selector selector, Windows windows) {
    this.execution = execution;
    this.selector = selector;
    this.rangeMs = 0;
    this.windows = windows;
  }

  /** A scan of the samples within the lookback before and behind each step. */
  public static RangeScan around(Execution execution, Selector selector, StepGrid grid) {
    long lookback = execution.lookbackMs();
    return new RangeScan(
        execution,
        selector,
        new Windows(grid, selector.atMs(), selector.offsetMs(), lookback, lookback));
  }

  /** Returns what is read. */
  public Selector selector() {
    return selector;
  }

  @Override
  public Windows windows() {
    return windows;
  }

  @Override
  public long rangeMs() {
    return rangeMs;
  }

  @Override
  public boolean namesDiffer() {
    return selector.metricName().isEmpty();
  }

  @Override
  public void run(Supplier<Consumer> consumers) {
    new BatchScan(execution).run(selector, windows, rangeMs, () -> new Worker(consumers.get()));
  }

  private final class Worker implements BatchScan.Worker {

    private final Consumer consumer;
    private final RangeSeries series = new RangeSeries();
    private final RowBuffers rows = new RowBuffers();
    private final ColumnBuilder columns = new ColumnBuilder(windows);
    private final boolean steps = execution.statistics().wantsSteps(windows.grid());
    private long samples;
    private long read;

    /** What the series of the last shape counted. */
    private long countedShape;

    private long counted;
    private long countedRead;

    Worker(Consumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void batch(SeriesBatch batch) {
      columns.timestamps(batch.timestamps(), batch.rowCount());
      Limits limits = execution.limits();
      limits.hold(batch.rowCount());
      boolean starts = execution.features().startTimestamps();
      for (int i = 0; i < batch.seriesCount(); i++) {
        limits.checkSome(i);
        boolean histograms = rows.decode(batch, i, starts);
        series.label(batch.labels(i), false);
        if (histograms) {
          if (selector.countsOnly()) {
            HistogramCounts.reduce(rows.histograms(), batch.rowCount());
          }
          columns.both(series, rows.values(), rows.histograms(), rows.starts());
        } else {
          columns.floats(series, rows.values(), rows.starts());
        }
        long held = holdHistograms(limits);
        count();
        consumer.accept(series);
        limits.release(held);
      }
      limits.release(batch.rowCount());
    }

    private long holdHistograms(Limits limits) {
      SampleColumn column = series.histograms();
      long held = 0;
      for (int i = 0; i < column.count(); i++) {
        held += HistogramSize.samples(column.histogram(i));
      }
      if (held > 0) {
        limits.hold(held);
      }
      return held;
    }

    private void count() {
      SampleColumn floats = series.floats();
      if (!steps && series.floatsOnly() && floats.shape() == countedShape) {
        samples += counted;
        read += countedRead;
        return;
      }
      final long before = samples;
      final long readBefore = read;
      int n = windows.grid().count();
      series.histograms().weigh();
      for (int step = 0; step < n; step++) {
        long size = series.floats().size(step) + series.histograms().weight(step);
        long added = series.floats().added(step) + series.histograms().addedWeight(step);
        samples += size;
        read += added;
        if (steps) {
          execution.statistics().addAtStep(step, size, added);
        }
      }
      if (series.floatsOnly()) {
        countedShape = floats.shape();
        counted = samples - before;
        countedRead = read - readBefore;
      }
    }

    @Override
    public void finish() {
      execution.statistics().add(samples, read);
      consumer.finish();
    }
  }
}
