// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Histogram;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The steps of an inner expression as samples in the windows of an outer one. */
public final class SubqueryScan implements RangeSource {

  private final VectorOperator inner;
  private final StepGrid innerGrid;
  private final Windows windows;
  private final Limits limits;

  /** What a step takes whatever the series: its time, a value, and its place in two tables. */
  private static final long STEP_BYTES = 2 * Long.BYTES + 2 * Integer.BYTES;

  /**
   * A scan.
   *
   * @param inner gives series on {@code innerGrid}
   * @param windows where the outer steps look
   */
  public SubqueryScan(VectorOperator inner, StepGrid innerGrid, Windows windows, Limits limits) {
    this.inner = inner;
    this.innerGrid = innerGrid;
    this.windows = windows;
    this.limits = limits;
  }

  /**
   * Returns the times at which the inner expression must be evaluated: multiples of its step, from
   * behind the first window's start to the last window's end. Their number is what the query says,
   * so it is held against the limits before anything is made for each of them.
   */
  public static StepGrid grid(Windows windows, long stepMs, Limits limits) {
    if (windows.grid().count() == 0) {
      return new StepGrid(0, stepMs, 0);
    }
    long before = windows.end(0) - windows.beforeMs();
    long start = stepMs * (before / stepMs);
    if (start <= before) {
      start += stepMs;
    }
    long end = windows.end(windows.grid().count() - 1);
    long count = end < start ? 0 : (end - start) / stepMs + 1;
    limits.hold(count);
    limits.holdBytes(count * STEP_BYTES);
    return new StepGrid(start, stepMs, Math.toIntExact(count));
  }

  @Override
  public Windows windows() {
    return windows;
  }

  @Override
  public long rangeMs() {
    return windows.beforeMs();
  }

  @Override
  public boolean namesDiffer() {
    return true;
  }

  @Override
  public void run(Supplier<Consumer> consumers) {
    long[] times = new long[innerGrid.count()];
    for (int i = 0; i < times.length; i++) {
      times[i] = innerGrid.at(i);
    }
    inner.run(() -> new Writer(consumers.get(), times));
  }

  private final class Writer implements SeriesWriter {

    private final Consumer consumer;
    private final RangeSeries range = new RangeSeries();
    private final ColumnBuilder columns = new ColumnBuilder(windows);
    private final @Nullable Histogram[] histograms;

    Writer(Consumer consumer, long[] times) {
      this.consumer = consumer;
      this.histograms = new Histogram[times.length];
      columns.timestamps(times, times.length);
    }

    @Override
    public void accept(StepSeries series) {
      limits.check();
      range.label(series.labels(), series.dropName());
      if (series.hasHistograms()) {
        Arrays.fill(histograms, null);
        for (int i = 0; i < histograms.length; i++) {
          Histogram h = series.histogram(i);
          histograms[i] = h == null ? null : withoutResetKnowledge(h);
        }
        columns.both(range, series.values(), histograms, null);
      } else {
        columns.floats(range, series.values(), null);
      }
      consumer.accept(range);
    }

    /** What is known about resets between samples says nothing about the steps of a subquery. */
    private Histogram withoutResetKnowledge(Histogram h) {
      return switch (h.resetHint()) {
        case UNKNOWN, GAUGE -> h;
        case RESET, NOT_RESET ->
            new Histogram(
                h.schema(),
                h.integer(),
                Histogram.ResetHint.UNKNOWN,
                h.zeroThreshold(),
                h.zeroCount(),
                h.count(),
                h.sum(),
                h.positiveSpans(),
                h.positiveCounts(),
                h.negativeSpans(),
                h.negativeCounts(),
                h.customBounds());
      };
    }

    @Override
    public void close() {
      consumer.finish();
    }
  }
}
