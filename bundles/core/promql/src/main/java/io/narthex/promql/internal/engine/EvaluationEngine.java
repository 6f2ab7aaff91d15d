// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.FunctionCatalogue;
import io.narthex.promql.FunctionInfo;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryException.Kind;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStatistics;
import io.narthex.promql.QueryText;
import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.annotation.Annotation.Level;
import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.FunctionType;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.PrettyPrinter;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.Statistics;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.function.FunctionDefinition;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.optimise.Optimiser;
import io.narthex.promql.internal.parser.ParseException;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.plan.PlanException;
import io.narthex.promql.internal.plan.Planner;
import io.narthex.promql.internal.plan.QueryTimes;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes queries from text to value, so many at a time. Safe for several threads. */
public final class EvaluationEngine implements QueryEngine, QueryText, FunctionCatalogue {

  private final EngineSettings settings;
  private final Supplier<@Nullable StorageEngine> storage;
  private final WorkerPool pool;
  private final Semaphore slots;
  private final Supplier<FunctionRegistry> functions;

  /**
   * An engine.
   *
   * @param storage gives the storage engine, or null when there is none
   * @param functions gives the functions that can be called now
   */
  public EvaluationEngine(
      EngineSettings settings,
      Supplier<@Nullable StorageEngine> storage,
      Supplier<FunctionRegistry> functions,
      WorkerPool pool) {
    this.functions = functions;
    this.settings = settings;
    this.storage = storage;
    this.pool = pool;
    this.slots = new Semaphore(settings.maxConcurrency(), true);
  }

  @Override
  public QueryResult instant(String expression, long timeMs, QueryOptions options)
      throws QueryException {
    QueryTimes times = new QueryTimes(timeMs, timeMs, 0, settings.subqueryStep().toMillis());
    return query(expression, times, options, Results::instant);
  }

  @Override
  public QueryResult range(
      String expression, long startMs, long endMs, long stepMs, QueryOptions options)
      throws QueryException {
    if (stepMs <= 0) {
      throw new QueryException(
          Kind.BAD_DATA,
          "zero or negative query resolution step widths are not accepted. Try a positive integer",
          null);
    }
    QueryTimes times = new QueryTimes(startMs, endMs, stepMs, settings.subqueryStep().toMillis());
    return query(expression, times, options, Results::range);
  }

  /** How a plan becomes a value. */
  private interface Evaluation {
    QueryValue evaluate(Results results, Plan plan);
  }

  private QueryResult query(
      String expression, QueryTimes times, QueryOptions options, Evaluation evaluation)
      throws QueryException {
    long started = System.nanoTime();
    StepGrid grid = grid(times);
    Plan plan = plan(expression, times);
    if (times.stepMs() > 0 && plan.type() != ValueType.SCALAR && plan.type() != ValueType.VECTOR) {
      throw new QueryException(
          Kind.BAD_DATA,
          "invalid expression type "
              + GoText.quote(plan.type().documented())
              + " for range query, must be Scalar or instant Vector",
          null);
    }
    long planned = System.nanoTime();
    Duration timeout = settings.timeout();
    if (options.timeout() != null && options.timeout().compareTo(timeout) < 0) {
      timeout = options.timeout();
    }
    Limits limits = new Limits(settings.maxSamples(), settings.maxMemory(), timeout.toNanos());
    acquire(limits);
    long queued = System.nanoTime();
    try {
      Statistics statistics = new Statistics(grid, options.statistics());
      Annotations annotations = new Annotations();
      Execution execution = execution(options, limits, statistics, annotations);
      limits.hold(grid.count());
      QueryValue value = evaluation.evaluate(new Results(execution, grid), plan);
      return new QueryResult(
          value,
          annotations.render(Level.WARNING, expression),
          annotations.render(Level.INFO, expression),
          new QueryStatistics(
              statistics.total(),
              limits.peakSamples(),
              planned - started,
              System.nanoTime() - queued,
              queued - planned,
              statistics.perStep()));
    } catch (EvaluationException e) {
      throw new QueryException(e.kind(), String.valueOf(e.getMessage()), e);
    } catch (StorageException e) {
      throw new QueryException(Kind.EXECUTION, String.valueOf(e.getMessage()), e);
    } finally {
      slots.release();
    }
  }

  private Execution execution(
      QueryOptions options, Limits limits, Statistics statistics, Annotations annotations)
      throws QueryException {
    StorageEngine engine = storage.get();
    if (engine == null) {
      throw new QueryException(
          Kind.EXECUTION,
          "no storage engine is active; check --storage.engine and that its plug-in is installed",
          null);
    }
    Duration lookback =
        options.lookbackDelta() == null ? settings.lookbackDelta() : options.lookbackDelta();
    return new Execution(
        engine, lookback.toMillis(), settings.features(), limits, statistics, annotations, pool);
  }

  private static StepGrid grid(QueryTimes times) throws QueryException {
    if (times.stepMs() == 0) {
      return StepGrid.point(times.startMs());
    }
    if (times.endMs() < times.startMs()) {
      return new StepGrid(times.startMs(), times.stepMs(), 0);
    }
    long count = (times.endMs() - times.startMs()) / times.stepMs() + 1;
    if (count > Integer.MAX_VALUE - 8) {
      throw new QueryException(
          Kind.BAD_DATA, "the query has " + count + " steps; choose a longer step", null);
    }
    return new StepGrid(times.startMs(), times.stepMs(), (int) count);
  }

  private Plan plan(String expression, QueryTimes times) throws QueryException {
    FunctionRegistry known = functions.get();
    Expr expr = parse(expression, known);
    try {
      return Optimiser.optimise(new Planner(times, known).plan(expr));
    } catch (PlanException e) {
      throw new QueryException(Kind.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
  }

  private Expr parse(String expression, FunctionRegistry known) throws QueryException {
    try {
      return Parser.parse(expression, settings.parser(), known::type);
    } catch (ParseException e) {
      throw new QueryException(Kind.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
  }

  private void acquire(Limits limits) throws QueryException {
    try {
      if (!slots.tryAcquire(limits.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new QueryException(Kind.TIMEOUT, "query timed out in query queue", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryException(Kind.CANCELED, "query was canceled in query queue", e);
    }
  }

  @Override
  public String format(String expression) throws QueryException {
    return PrettyPrinter.print(parse(expression, functions.get()));
  }

  @Override
  public List<FunctionInfo> functions() {
    List<FunctionInfo> list = new ArrayList<>();
    for (FunctionDefinition f : functions.get().all()) {
      FunctionType type = f.type();
      FunctionDefinition.Origin plugin = f.origin();
      list.add(
          new FunctionInfo(
              f.name(),
              type.args().stream().map(ValueType::documented).toList(),
              type.variadic(),
              type.result().documented(),
              f.description(),
              type.experimental(),
              !type.experimental() || settings.parser().experimentalFunctions(),
              plugin == null ? null : plugin.bundle(),
              plugin == null ? null : plugin.version()));
    }
    return list;
  }

  @Override
  public List<Matcher> selector(String selector) throws QueryException {
    try {
      return Parser.parseSelector(selector);
    } catch (ParseException e) {
      throw new QueryException(Kind.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
  }
}
