// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.promql.internal.aggregate.AggregateOperator;
import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.Statistics;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.StorageEngine;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reduces 3,000 series of 241 steps to 1,000 groups; the figure is per sample. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AggregationBenchmark {

  private static final int SERIES = 3_000;
  private static final int STEPS = 241;

  /** The aggregation. */
  @Param({"SUM", "AVG", "MAX", "COUNT", "STDDEV"})
  public AggregateOp op = AggregateOp.SUM;

  private final Labels[] labels = new Labels[SERIES];
  private final double[] values = new double[STEPS];

  /** Makes the series. */
  @Setup
  public void makeSeries() {
    Random random = new Random(7);
    for (int i = 0; i < SERIES; i++) {
      labels[i] =
          Labels.of(
              "__name__",
              "x",
              "container",
              "c" + i % 3,
              "namespace",
              "prod",
              "pod",
              "app-" + i / 3);
    }
    for (int i = 0; i < STEPS; i++) {
      values[i] = random.nextInt(100) / 60.0;
    }
  }

  /** Pushes the same numbers under all labels. */
  private final class Source implements VectorOperator {

    @Override
    public void run(SeriesSink sink) {
      try (SeriesWriter writer = sink.open()) {
        StepSeries series = new StepSeries(STEPS);
        System.arraycopy(values, 0, series.values(), 0, STEPS);
        for (Labels l : labels) {
          series.label(l, false);
          writer.accept(series);
        }
      }
    }

    @Override
    public boolean namesDiffer() {
      return false;
    }
  }

  /** Nothing is read from storage here. */
  private static StorageEngine noStorage() {
    return (StorageEngine)
        Proxy.newProxyInstance(
            StorageEngine.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("storage is not used");
            });
  }

  /** Aggregates by pod. */
  @Benchmark
  @OperationsPerInvocation(SERIES * STEPS)
  public double aggregate() {
    StepGrid grid = new StepGrid(0, 30_000, STEPS);
    Execution execution =
        new Execution(
            noStorage(),
            300_000,
            new Execution.Features(false, false, false),
            new Limits(Long.MAX_VALUE, Long.MAX_VALUE, TimeUnit.HOURS.toNanos(1)),
            new Statistics(grid, false),
            new Annotations(),
            WorkerPool.NONE);
    AggregateOperator operator =
        new AggregateOperator(
            execution,
            op,
            new Source(),
            null,
            List.of("pod"),
            false,
            STEPS,
            Span.NONE,
            Span.NONE,
            Span.NONE);
    double[] sum = new double[1];
    operator.run(SeriesSink.of(s -> sum[0] += s.values()[STEPS - 1]));
    return sum[0];
  }
}
