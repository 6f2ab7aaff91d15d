// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.QueryValue.StepMatrix;
import io.narthex.promql.script.CaseResult;
import io.narthex.promql.script.ScriptSettings;
import io.narthex.promql.script.ScriptTarget;
import io.narthex.promql.script.internal.ScriptCommand.Clear;
import io.narthex.promql.script.internal.ScriptCommand.Eval;
import io.narthex.promql.script.internal.ScriptCommand.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One run of a script: its storage, its engine, and the results so far. Used by one thread. */
public final class ScriptRun {

  /** Functions whose value depends on the whole query, so that a range query gives another. */
  private static final Pattern QUERY_CONTEXT = Pattern.compile("(start|end|range|step)\\(\\)");

  private static final long MINUTE_MS = 60_000;

  private final String file;
  private final ScriptTarget target;
  private final ScriptSettings settings;
  private final List<CaseResult> results = new ArrayList<>();
  private MemoryStorage storage = new MemoryStorage();
  private QueryEngine engine;

  /** Starts with an empty storage. */
  public ScriptRun(String file, ScriptTarget target, ScriptSettings settings) {
    this.file = file;
    this.target = target;
    this.settings = settings;
    engine = target.engine(storage, settings);
  }

  /** Carries the commands out and returns the results. */
  public List<CaseResult> run(List<ScriptCommand> commands) {
    for (ScriptCommand command : commands) {
      switch (command) {
        case Clear clear -> {
          storage.close();
          storage = new MemoryStorage();
          engine = target.engine(storage, settings);
        }
        case Load load -> load(load);
        case Eval eval -> add(eval.line(), eval.expression(), evaluate(eval));
      }
    }
    storage.close();
    return results;
  }

  private void add(int line, String expression, @Nullable Mismatch mismatch) {
    results.add(
        mismatch == null
            ? new CaseResult(file, line, expression, true, "", "")
            : new CaseResult(file, line, expression, false, mismatch.expected(), mismatch.got()));
  }

  private void load(Load load) {
    Mismatch mismatch = new Loader(storage).load(load);
    if (mismatch != null) {
      add(load.line(), "load", mismatch);
    }
  }

  private @Nullable Mismatch evaluate(Eval eval) {
    try {
      Optional<String> pinned = target.pinned(eval.expression(), eval.timeMs(), settings);
      if (eval.range()) {
        return range(eval);
      }
      Mismatch mismatch = instant(eval, eval.expression(), eval.timeMs());
      if (mismatch == null && pinned.isPresent()) {
        for (long time : otherTimes(eval.timeMs())) {
          mismatch = instant(eval, pinned.get(), time);
          if (mismatch != null) {
            String where = " (evaluated as " + pinned.get() + " at " + time + " ms)";
            return new Mismatch(mismatch.expected(), mismatch.got() + where);
          }
        }
      }
      return mismatch;
    } catch (QueryException e) {
      return new Mismatch("an expression that parses", "error: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // A defect of the engine under test is a failed case, not the end of the run.
      StackTraceElement[] trace = e.getStackTrace();
      return new Mismatch("an answer", e + (trace.length == 0 ? "" : " at " + trace[0]));
    }
  }

  private static long[] otherTimes(long time) {
    return time == 0
        ? new long[] {-1000, 0, 1000}
        : new long[] {-10 * time, 0, time / 5, time, 10 * time};
  }

  private @Nullable Mismatch range(Eval eval) {
    QueryResult result;
    try {
      result =
          engine.range(
              eval.expression(), eval.startMs(), eval.endMs(), eval.stepMs(), QueryOptions.DEFAULT);
    } catch (QueryException e) {
      return failed(eval, e);
    }
    return answered(eval, result);
  }

  private @Nullable Mismatch instant(Eval eval, String expression, long timeMs) {
    QueryResult result;
    try {
      result = engine.instant(expression, timeMs, QueryOptions.DEFAULT);
    } catch (QueryException e) {
      return failed(eval, e);
    }
    Mismatch mismatch = answered(eval, result);
    if (mismatch != null
        || eval.rangeVector()
        || eval.text() != null
        || QUERY_CONTEXT.matcher(expression).find()) {
      return mismatch;
    }
    try {
      QueryValue value =
          engine
              .range(
                  expression,
                  timeMs - MINUTE_MS,
                  timeMs + MINUTE_MS,
                  MINUTE_MS,
                  QueryOptions.DEFAULT)
              .value();
      if (eval.expectations().ordered()) {
        return null;
      }
      mismatch =
          value instanceof StepMatrix matrix
              ? new ResultCheck(eval)
                  .checkStep(matrix, timeMs, result.value() instanceof QueryValue.Scalar)
              : new Mismatch("a matrix", value.getClass().getSimpleName());
    } catch (QueryException e) {
      mismatch = new Mismatch("an answer", "error: " + e.getMessage());
    }
    return mismatch == null
        ? null
        : new Mismatch(mismatch.expected(), mismatch.got() + " (as the step of a range query)");
  }

  private static @Nullable Mismatch answered(Eval eval, QueryResult result) {
    List<MessageMatch> fail = eval.expectations().fail();
    if (!fail.isEmpty()) {
      return new Mismatch("a failure with " + fail.getFirst(), "an answer");
    }
    return new ResultCheck(eval).check(result);
  }

  private static @Nullable Mismatch failed(Eval eval, QueryException e) {
    String message = String.valueOf(e.getMessage());
    List<MessageMatch> fail = eval.expectations().fail();
    if (fail.isEmpty()) {
      return new Mismatch("an answer", "error: " + message);
    }
    return fail.getFirst().matches(message)
        ? null
        : new Mismatch("a failure with " + fail.getFirst(), "error: " + message);
  }
}
