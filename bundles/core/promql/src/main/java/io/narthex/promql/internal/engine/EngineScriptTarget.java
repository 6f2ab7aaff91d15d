// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.Printer;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.Nesting;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.promql.script.ScriptSettings;
import io.narthex.promql.script.ScriptTarget;
import io.narthex.spi.storage.StorageEngine;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Runs test scripts against this engine. */
@Component
public final class EngineScriptTarget implements ScriptTarget {

  /** Scripts are small; their queries may use what they like. */
  private static final long MAX_MEMORY = 1L << 32;

  private final WorkerPool pool;

  /** A target whose queries run on the calling thread alone. */
  public EngineScriptTarget() {
    this(WorkerPool.NONE);
  }

  /** A target whose queries have helpers. */
  EngineScriptTarget(WorkerPool pool) {
    this.pool = pool;
  }

  @Override
  public QueryEngine engine(StorageEngine storage, ScriptSettings settings) {
    EngineSettings engine =
        new EngineSettings(
            settings.timeout(),
            1,
            settings.maxSamples(),
            MAX_MEMORY,
            settings.lookbackDelta(),
            settings.subqueryStep(),
            false,
            parser(settings),
            new Execution.Features(
                settings.delayedNameRemoval(), false, settings.startTimestamps()));
    return new EvaluationEngine(engine, () -> storage, pool);
  }

  private static ParserOptions parser(ScriptSettings settings) {
    return new ParserOptions(
        settings.experimentalFunctions(),
        settings.durationExpressions(),
        settings.extendedRangeSelectors(),
        settings.fillModifiers());
  }

  @Override
  public Optional<String> pinned(String expression, long timeMs, ScriptSettings settings)
      throws QueryException {
    FunctionRegistry functions = FunctionRegistry.STANDARD;
    Expressions expressions = new Expressions(parser(settings), () -> functions);
    return Nesting.of(
        levels -> {
          PinnedTime pinned = new PinnedTime(timeMs, functions);
          Expr result = pinned.pin(expressions.parse(expression, functions, levels));
          return pinned.timeDependent() ? Optional.empty() : Optional.of(Printer.print(result));
        });
  }
}
