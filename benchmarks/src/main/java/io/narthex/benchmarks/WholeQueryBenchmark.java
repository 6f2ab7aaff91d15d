// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.internal.engine.EngineSettings;
import io.narthex.promql.internal.engine.EvaluationEngine;
import io.narthex.promql.internal.execution.WorkerPool;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Range queries of 241 steps over 3,000 series of 720 samples each in the local storage engine,
 * from text to value on one thread. With {@code -prof gc}: what a query allocates follows groups
 * times steps and the result, not the samples that it reads.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WholeQueryBenchmark {

  private static final int STEPS = 241;

  /** The text. */
  @Param({
    "sum(x)",
    "sum(rate(x[1m]))",
    "sum by (pod) (rate(x[1m]))",
    "rate(x[1m])",
    "max_over_time(x[1h])",
    "avg_over_time(x[1h])",
    "quantile_over_time(0.9, x[1h])",
    "topk(5, rate(x[1m]))",
    "x / on (pod, container) x"
  })
  public String query = "";

  /** How far the steps lie apart; with 90 s they reach over all that is stored. */
  @Param({"30"})
  public int stepSeconds;

  private @Nullable CounterStorage storage;
  private @Nullable EvaluationEngine engine;

  /** Fills the storage engine. */
  @Setup
  public void fill() throws IOException {
    CounterStorage filled = new CounterStorage(720);
    storage = filled;
    engine = new EvaluationEngine(EngineSettings.of(k -> null), filled::engine, WorkerPool.NONE);
  }

  /** Removes the data. */
  @TearDown
  public void remove() throws IOException {
    Objects.requireNonNull(storage).close();
  }

  /** Runs the query. */
  @Benchmark
  public QueryResult range() throws QueryException {
    long step = stepSeconds * 1_000L;
    long end = Objects.requireNonNull(storage).lastMs();
    return Objects.requireNonNull(engine)
        .range(query, end - (STEPS - 1) * step, end, step, QueryOptions.DEFAULT);
  }
}
