// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.SharedSeries;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import org.jspecify.annotations.Nullable;

/** One of several equal parts of a query: the first is evaluated, the others repeat its series. */
public final class SharedOperator implements VectorOperator {

  private final VectorOperator input;
  private final SharedSeries<StepSeries> shared;
  private final int steps;

  /**
   * An operator.
   *
   * @param input evaluates this part
   * @param shared is the same for all equal parts
   */
  public SharedOperator(VectorOperator input, SharedSeries<StepSeries> shared, int steps) {
    this.input = input;
    this.shared = shared;
    this.steps = steps;
  }

  @Override
  public boolean namesDiffer() {
    return input.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    Replay replay = new Replay(sink);
    shared.run(
        keep -> input.run(keep ? () -> new Keeper(sink.open()) : sink),
        replay::accept,
        replay::finish);
  }

  /** Keeps a copy of what it passes on. */
  private final class Keeper implements SeriesWriter {

    private final SeriesWriter next;

    Keeper(SeriesWriter next) {
      this.next = next;
    }

    @Override
    public void accept(StepSeries series) {
      if (series.hasHistograms()) {
        // Their size is not known here.
        shared.drop();
      } else if (shared.reserve(
          SeriesBytes.of(series.labels()) + (long) series.steps() * Double.BYTES)) {
        shared.add(series.copy());
      }
      next.accept(series);
    }

    @Override
    public void close() {
      next.close();
    }
  }

  /** Passes on what was kept, which whoever takes it may change. */
  private final class Replay {

    private final SeriesSink sink;
    private final StepSeries series = new StepSeries(steps);
    private @Nullable SeriesWriter writer;

    Replay(SeriesSink sink) {
      this.sink = sink;
    }

    void accept(StepSeries kept) {
      series.copyFrom(kept);
      writer().accept(series);
    }

    void finish() {
      writer().close();
    }

    private SeriesWriter writer() {
      SeriesWriter open = writer;
      if (open == null) {
        open = sink.open();
        writer = open;
      }
      return open;
    }
  }
}
