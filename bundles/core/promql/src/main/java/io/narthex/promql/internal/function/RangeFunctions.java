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
import java.util.Locale;

/** Functions over ranges. All but first and last drop the metric name. */
final class RangeFunctions {

  private RangeFunctions() {}

  static List<FunctionDefinition> all() {
    return List.of(
        range(
                "rate",
                "The increase of a counter per second, averaged over the range",
                c -> new RateKernel(c, true, true))
            .extended(Extension.ANCHORED)
            .extended(Extension.SMOOTHED),
        range(
                "increase",
                "The increase of a counter over the range",
                c -> new RateKernel(c, true, false))
            .extended(Extension.ANCHORED)
            .extended(Extension.SMOOTHED),
        range(
                "delta",
                "The difference between the ends of the range of a gauge",
                c -> new RateKernel(c, false, false))
            .extended(Extension.ANCHORED)
            .extended(Extension.SMOOTHED),
        range(
            "irate",
            "The increase of a counter per second between the last two samples",
            c -> new InstantRate(c, true)),
        range("idelta", "The difference of the last two samples", c -> new InstantRate(c, false)),
        range("changes", "How often the value changed", c -> new ChangeKernel(c, false))
            .extended(Extension.ANCHORED),
        range("resets", "How often a counter was reset", c -> new ChangeKernel(c, true))
            .extended(Extension.ANCHORED),
        range("sum_over_time", "The sum of the samples", AnyFunctions::sum),
        range("avg_over_time", "The mean of the samples", AnyFunctions::average),
        range("count_over_time", "How many samples there are", AnyFunctions::count),
        range("present_over_time", "1 for each series that has a sample", AnyFunctions::present),
        range("max_over_time", "The greatest sample", FloatFunctions::max),
        range("min_over_time", "The least sample", FloatFunctions::min),
        range(
            "stddev_over_time", "The standard deviation of the samples", FloatFunctions::deviation),
        range("stdvar_over_time", "The variance of the samples", FloatFunctions::variance),
        range("deriv", "The slope per second by linear regression", FloatFunctions::derivative),
        range(
                "mad_over_time",
                "The median distance from the median",
                FloatFunctions::medianDeviation)
            .experimental(),
        range(
                "ts_of_first_over_time",
                "When the oldest sample was taken, in seconds since 1970",
                AnyFunctions::timeOfFirst)
            .experimental(),
        range(
                "ts_of_last_over_time",
                "When the newest sample was taken, in seconds since 1970",
                AnyFunctions::timeOfLast)
            .experimental(),
        range(
                "ts_of_max_over_time",
                "When the greatest sample was taken last, in seconds since 1970",
                FloatFunctions::timeOfMax)
            .experimental(),
        range(
                "ts_of_min_over_time",
                "When the least sample was taken last, in seconds since 1970",
                FloatFunctions::timeOfMin)
            .experimental(),
        keepingName("first_over_time", "The oldest sample", AnyFunctions::first),
        keepingName("last_over_time", "The newest sample", AnyFunctions::last),
        range(
            "quantile_over_time",
            "The quantile of the samples",
            List.of(SCALAR, MATRIX),
            1,
            FloatFunctions::quantile),
        range(
                "predict_linear",
                "The value so many seconds from now by linear regression",
                List.of(MATRIX, SCALAR),
                0,
                FloatFunctions::predict)
            .dependingOnTime(),
        range(
                "double_exponential_smoothing",
                "The value smoothed by level and trend, with their factors",
                List.of(MATRIX, SCALAR, SCALAR),
                0,
                FloatFunctions::smoothing)
            .experimental(),
        FunctionDefinition.of(
            "absent_over_time",
            "1 when no series has a sample, with the labels that the selector fixes",
            VECTOR,
            List.of(MATRIX),
            RangeFunctions::absent));
  }

  private static FunctionDefinition range(
      String name, String description, RangeKernel.Factory kernel) {
    return range(name, description, List.of(MATRIX), 0, kernel);
  }

  private static FunctionDefinition range(
      String name,
      String description,
      List<ValueType> args,
      int range,
      RangeKernel.Factory kernel) {
    return FunctionDefinition.of(
            name,
            description,
            VECTOR,
            args,
            call -> new DropNames(call.execution(), operator(name, call, range, kernel), true))
        .eachSeries();
  }

  private static FunctionDefinition keepingName(
      String name, String description, RangeKernel.Factory kernel) {
    return FunctionDefinition.of(
            name, description, VECTOR, List.of(MATRIX), call -> operator(name, call, 0, kernel))
        .eachSeries();
  }

  private static VectorOperator operator(
      String name, FunctionCall call, int range, RangeKernel.Factory kernel) {
    return new RangeFunctionOperator(call, range, extension(name, call, range), kernel);
  }

  /** Returns how the edges are treated; fails when the function knows nothing of that. */
  private static Extension extension(String name, FunctionCall call, int range) {
    Selector selector = call.selector(range);
    Extension extension = selector == null ? Extension.NONE : selector.extension();
    if (extension != Extension.NONE && !supports(FunctionRegistry.STANDARD.get(name), extension)) {
      List<String> able =
          FunctionRegistry.STANDARD.all().stream()
              .filter(f -> supports(f, extension))
              .map(FunctionDefinition::name)
              .toList();
      throw new EvaluationException(
          extension.name().toLowerCase(Locale.ROOT)
              + " modifier can only be used with: "
              + String.join(", ", able)
              + " - not with "
              + name);
    }
    return extension;
  }

  private static boolean supports(FunctionDefinition function, Extension extension) {
    return function.traits().extensions().contains(extension);
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
