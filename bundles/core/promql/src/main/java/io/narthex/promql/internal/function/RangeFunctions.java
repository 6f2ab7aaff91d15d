// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import static io.narthex.promql.internal.ast.ValueType.MATRIX;
import static io.narthex.promql.internal.ast.ValueType.SCALAR;
import static io.narthex.promql.internal.ast.ValueType.VECTOR;

import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.operator.CollectedOperator;
import io.narthex.promql.internal.operator.DropNames;
import io.narthex.promql.internal.operator.RangeFunctionOperator;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.promql.internal.window.AnyFunctions;
import io.narthex.promql.internal.window.ChangeKernel;
import io.narthex.promql.internal.window.FloatFunctions;
import io.narthex.promql.internal.window.InstantRate;
import io.narthex.promql.internal.window.RangeKernel;
import io.narthex.promql.internal.window.RateKernel;
import java.util.List;
import java.util.Set;

/** Functions over ranges. All but first and last drop the metric name. */
final class RangeFunctions {

  private static final Set<String> ANCHORED_SAFE =
      Set.of("resets", "changes", "rate", "increase", "delta");
  private static final Set<String> SMOOTHED_SAFE = Set.of("rate", "increase", "delta");

  private RangeFunctions() {}

  static List<FunctionDefinition> all() {
    return List.of(
        range("rate", c -> new RateKernel(c, true, true)),
        range("increase", c -> new RateKernel(c, true, false)),
        range("delta", c -> new RateKernel(c, false, false)),
        range("irate", c -> new InstantRate(c, true)),
        range("idelta", c -> new InstantRate(c, false)),
        range("changes", c -> new ChangeKernel(c, false)),
        range("resets", c -> new ChangeKernel(c, true)),
        range("sum_over_time", AnyFunctions::sum),
        range("avg_over_time", AnyFunctions::average),
        range("count_over_time", AnyFunctions::count),
        range("present_over_time", AnyFunctions::present),
        range("max_over_time", FloatFunctions::max),
        range("min_over_time", FloatFunctions::min),
        range("stddev_over_time", FloatFunctions::deviation),
        range("stdvar_over_time", FloatFunctions::variance),
        range("deriv", FloatFunctions::derivative),
        range("mad_over_time", FloatFunctions::medianDeviation).experimental(),
        range("ts_of_first_over_time", AnyFunctions::timeOfFirst).experimental(),
        range("ts_of_last_over_time", AnyFunctions::timeOfLast).experimental(),
        range("ts_of_max_over_time", FloatFunctions::timeOfMax).experimental(),
        range("ts_of_min_over_time", FloatFunctions::timeOfMin).experimental(),
        keepingName("first_over_time", AnyFunctions::first),
        keepingName("last_over_time", AnyFunctions::last),
        range("quantile_over_time", List.of(SCALAR, MATRIX), 1, FloatFunctions::quantile),
        range("predict_linear", List.of(MATRIX, SCALAR), 0, FloatFunctions::predict)
            .dependingOnTime(),
        range(
                "double_exponential_smoothing",
                List.of(MATRIX, SCALAR, SCALAR),
                0,
                FloatFunctions::smoothing)
            .experimental(),
        FunctionDefinition.of("absent_over_time", VECTOR, List.of(MATRIX), RangeFunctions::absent));
  }

  private static FunctionDefinition range(String name, RangeKernel.Factory kernel) {
    return range(name, List.of(MATRIX), 0, kernel);
  }

  private static FunctionDefinition range(
      String name, List<ValueType> args, int range, RangeKernel.Factory kernel) {
    return FunctionDefinition.of(
        name,
        VECTOR,
        args,
        call -> new DropNames(call.execution(), operator(name, call, range, kernel), true));
  }

  private static FunctionDefinition keepingName(String name, RangeKernel.Factory kernel) {
    return FunctionDefinition.of(
        name, VECTOR, List.of(MATRIX), call -> operator(name, call, 0, kernel));
  }

  private static VectorOperator operator(
      String name, FunctionCall call, int range, RangeKernel.Factory kernel) {
    return new RangeFunctionOperator(call, range, extension(name, call, range), kernel);
  }

  /** Returns how the edges are treated; fails when the function knows nothing of that. */
  private static Extension extension(String name, FunctionCall call, int range) {
    Selector selector = call.selector(range);
    Extension extension = selector == null ? Extension.NONE : selector.extension();
    switch (extension) {
      case NONE -> {
        return extension;
      }
      case ANCHORED -> check("anchored", ANCHORED_SAFE, name);
      case SMOOTHED -> check("smoothed", SMOOTHED_SAFE, name);
    }
    return extension;
  }

  private static void check(String modifier, Set<String> functions, String name) {
    if (!functions.contains(name)) {
      throw new EvaluationException(
          modifier
              + " modifier can only be used with: "
              + String.join(", ", functions.stream().sorted().toList())
              + " - not with "
              + name);
    }
  }

  private static VectorOperator absent(FunctionCall call) {
    extension("absent_over_time", call, 0);
    RangeSource source = call.range(0);
    return new CollectedOperator(
        false,
        () -> {
          boolean[] found = new boolean[call.grid().count()];
          source.run(() -> new Presence(found));
          return VectorFunctions.absentSeries(
              found, call.selector(0), call.execution().features().delayedNameRemoval());
        });
  }

  /** Marks the steps whose window has a sample. Several threads write the same value. */
  private record Presence(boolean[] found) implements RangeSource.Consumer {

    @Override
    public void accept(RangeSeries series) {
      for (int i = 0; i < found.length; i++) {
        if (series.floats().size(i) > 0 || series.histograms().size(i) > 0) {
          found[i] = true;
        }
      }
    }

    @Override
    public void finish() {
      // What was found is in the array already.
    }
  }
}
