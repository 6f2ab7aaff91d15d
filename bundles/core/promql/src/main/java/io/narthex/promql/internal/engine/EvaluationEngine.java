// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryException.Kind;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.activity.ActiveQuery;
import io.narthex.promql.internal.activity.QueryRecord;
import io.narthex.promql.internal.annotation.Annotation.Level;
import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.Statistics;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.explain.Profile;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.optimise.Optimiser;
import io.narthex.promql.internal.parser.Nesting;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.plan.PlanException;
import io.narthex.promql.internal.plan.Planner;
import io.narthex.promql.internal.plan.QueryTimes;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes queries from text to value, so many at a time. Safe for several threads. */
public final class EvaluationEngine implements QueryEngine {

  private final EngineSettings settings;
  private final EngineParts parts;
  private final Expressions expressions;
  private final Semaphore slots;

  /**
   * An engine that knows the functions of the standard.
   *
   * @param storage gives the storage engine, or null when there is none
   */
  public EvaluationEngine(
      EngineSettings settings, Supplier<@Nullable StorageEngine> storage, WorkerPool pool) {
    this(settings, EngineParts.simple(settings, storage, pool));
  }

  EvaluationEngine(EngineSettings settings, EngineParts parts) {
    this.settings = settings;
    this.parts = parts;
    this.expressions = new Expressions(settings.parser(), parts.functions());
    this.slots = new Semaphore(settings.maxConcurrency(), true);
  }

  @Override
  public QueryResult instant(String expression, long timeMs, QueryOptions options)
      throws QueryException {
    return query(expression, times(timeMs, timeMs, 0), options, Results::instant);
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
    return query(expression, times(startMs, endMs, stepMs), options, Results::range);
  }

  private QueryTimes times(long startMs, long endMs, long stepMs) {
    return new QueryTimes(startMs, endMs, stepMs, parts.subqueryStep().get().toMillis());
  }

  /** How a plan becomes a value. */
  private interface Evaluation {
    QueryValue evaluate(Results results, Plan plan);
  }

  private QueryResult query(
      String expression, QueryTimes times, QueryOptions options, Evaluation evaluation)
      throws QueryException {
    return Nesting.of(levels -> query(expression, times, options, evaluation, levels));
  }

  private QueryResult query(
      String expression, QueryTimes times, QueryOptions options, Evaluation evaluation, int levels)
      throws QueryException {
    QueryTimings timings = new QueryTimings();
    StepGrid grid = grid(times);
    Plan plan = plan(expression, times, levels);
    if (options.explain() && levels > Nesting.USUAL) {
      throw new QueryException(
          Kind.BAD_DATA,
          "a query of more than " + Nesting.USUAL + " levels cannot be explained",
          null);
    }
    timings.planned();
    Limits limits =
        new Limits(settings.maxSamples(), settings.maxMemory(), timeout(options).toNanos());
    Statistics statistics =
        new Statistics(grid, options.statistics() && settings.perStepStatistics());
    String error = "the query was given up";
    try (ActiveQuery active =
        parts
            .activity()
            .enter(
                expression,
                times.startMs(),
                times.endMs(),
                times.stepMs(),
                limits,
                statistics,
                options.origin())) {
      acquire(limits);
      QueryResult result;
      try {
        active.begin();
        timings.begun();
        Annotations annotations = new Annotations();
        // Helpers have the usual stack.
        WorkerPool pool = levels > Nesting.USUAL ? WorkerPool.NONE : parts.pool();
        Execution execution = execution(options, limits, statistics, annotations, pool);
        Profile profile = options.explain() ? new Profile(plan, expression) : null;
        QueryValue value = evaluate(execution, grid, plan, profile, evaluation);
        result =
            new QueryResult(
                value,
                annotations.render(Level.WARNING, expression),
                annotations.render(Level.INFO, expression),
                timings.until(limits, statistics),
                profile == null ? null : profile.explanation());
      } finally {
        slots.release();
      }
      error = null;
      return result;
    } catch (QueryException e) {
      error = String.valueOf(e.getMessage());
      throw e;
    } finally {
      parts
          .observer()
          .accept(
              new QueryRecord(
                  expression,
                  times.startMs(),
                  times.endMs(),
                  times.stepMs(),
                  options.origin(),
                  timings.until(limits, statistics),
                  error));
    }
  }

  private static QueryValue evaluate(
      Execution execution,
      StepGrid grid,
      Plan plan,
      @Nullable Profile profile,
      Evaluation evaluation)
      throws QueryException {
    try {
      execution.limits().check();
      execution.limits().hold(grid.count());
      if (profile == null) {
        return evaluation.evaluate(new Results(execution, grid, null), plan);
      }
      profile.begin();
      try {
        return evaluation.evaluate(new Results(execution, grid, profile), plan);
      } finally {
        profile.end();
      }
    } catch (EvaluationException e) {
      throw new QueryException(e.kind(), String.valueOf(e.getMessage()), e);
    } catch (StorageException e) {
      throw new QueryException(Kind.EXECUTION, String.valueOf(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      // What the query held is free again; the server goes on.
      throw new QueryException(
          Kind.EXECUTION,
          "the query needs more memory than the server has; lower --query.max-memory, or select"
              + " fewer series, a shorter range or a longer step",
          e);
    }
  }

  private Duration timeout(QueryOptions options) {
    Duration wanted = options.timeout();
    return wanted != null && wanted.compareTo(settings.timeout()) < 0 ? wanted : settings.timeout();
  }

  private Execution execution(
      QueryOptions options,
      Limits limits,
      Statistics statistics,
      Annotations annotations,
      WorkerPool pool)
      throws QueryException {
    StorageEngine engine = parts.storage().get();
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

  private Plan plan(String expression, QueryTimes times, int levels) throws QueryException {
    FunctionRegistry known = parts.functions().get();
    Expr expr = expressions.parse(expression, known, levels);
    Plan plan;
    try {
      plan = Optimiser.optimise(new Planner(times, known).plan(expr));
    } catch (PlanException e) {
      throw new QueryException(Kind.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
    boolean range = times.stepMs() > 0;
    if (range && plan.type() != ValueType.SCALAR && plan.type() != ValueType.VECTOR) {
      throw new QueryException(
          Kind.BAD_DATA,
          "invalid expression type "
              + GoText.quote(plan.type().documented())
              + " for range query, must be Scalar or instant Vector",
          null);
    }
    return plan;
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
}
