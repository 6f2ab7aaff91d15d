// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.Statistics;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.scan.RangeScan;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.promql.internal.scan.Windows;
import io.narthex.promql.internal.window.RangeContext;
import io.narthex.promql.internal.window.RateKernel;
import io.narthex.spi.model.Matcher;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Selects 3,000 series of 720 samples from the local storage engine, decodes them and takes the
 * rate over 5 minutes at 241 steps that reach over all samples. The figure is per stored sample:
 * below 3.33 ns means more than 300 million samples a second on one core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeAndRateBenchmark {

  private static final int ROWS = 720;
  private static final int STEPS = 241;
  private static final long RANGE_MS = 300_000;

  private @Nullable CounterStorage storage;

  /** Fills the storage engine. */
  @Setup
  public void fill() throws IOException {
    storage = new CounterStorage(ROWS);
  }

  /** Removes the data. */
  @TearDown
  public void remove() throws IOException {
    Objects.requireNonNull(storage).close();
  }

  private RangeContext context() {
    CounterStorage filled = Objects.requireNonNull(storage);
    long step = ROWS * CounterStorage.INTERVAL_MS / (STEPS - 1);
    StepGrid grid = new StepGrid(filled.lastMs() - (STEPS - 1) * step, step, STEPS);
    Execution execution =
        new Execution(
            filled.engine(),
            300_000,
            new Execution.Features(false, false, false),
            new Limits(Long.MAX_VALUE, Long.MAX_VALUE, TimeUnit.HOURS.toNanos(1)),
            new Statistics(grid, false),
            new Annotations(),
            WorkerPool.NONE);
    return new RangeContext(
        execution,
        new Windows(grid, null, 0, RANGE_MS, 0),
        RANGE_MS,
        Extension.NONE,
        new double[0][],
        Span.NONE,
        Span.NONE);
  }

  private static RangeScan scan(RangeContext context) {
    Selector selector =
        new Selector(
            List.of(Matcher.equal("__name__", "x")),
            null,
            0,
            Extension.NONE,
            false,
            Selector.Use.NONE);
    return new RangeScan(context.execution(), selector, RANGE_MS, context.windows().grid());
  }

  /** Decodes only. */
  @Benchmark
  @OperationsPerInvocation(CounterStorage.SERIES * ROWS)
  public double decode() {
    Sink sink = new Sink(null);
    scan(context()).run(() -> sink);
    return sink.sum;
  }

  /** Decodes and takes the rate. */
  @Benchmark
  @OperationsPerInvocation(CounterStorage.SERIES * ROWS)
  public double decodeAndRate() {
    RangeContext context = context();
    Sink sink = new Sink(new RateKernel(context, true, true));
    scan(context).run(() -> sink);
    return sink.sum;
  }

  /** Looks at one number of each series, so that none is left out. */
  private static final class Sink implements RangeSource.Consumer {

    private final @Nullable RateKernel kernel;
    private final StepSeries out = new StepSeries(STEPS);
    private double sum;

    Sink(@Nullable RateKernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public void accept(RangeSeries series) {
      if (kernel == null) {
        sum += series.floats().values()[0];
      } else {
        out.clear();
        out.label(series.labels(), false);
        kernel.evaluate(series, out);
        sum += out.values()[STEPS - 1];
      }
    }

    @Override
    public void finish() {
      // The sum is read when the scan returns.
    }
  }
}
