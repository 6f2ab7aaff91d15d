// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import static io.narthex.promql.internal.ast.ValueType.SCALAR;
import static io.narthex.promql.internal.ast.ValueType.VECTOR;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.operator.DropNames;
import io.narthex.promql.internal.operator.GoMath;
import io.narthex.promql.internal.operator.MapOperator;
import io.narthex.promql.internal.operator.SeriesMapper;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** Functions of one number. They pass over histograms and drop the metric name. */
final class MathFunctions {

  private MathFunctions() {}

  static List<FunctionDefinition> all() {
    return List.of(
        math("abs", "The absolute value", Math::abs),
        math("ceil", "Rounds up to a whole number", Math::ceil),
        math("floor", "Rounds down to a whole number", Math::floor),
        math("exp", "e to the power of the value", Math::exp),
        math("sqrt", "The square root", Math::sqrt),
        math("ln", "The natural logarithm", Math::log),
        math("log2", "The logarithm to base 2", GoMath::log2),
        math("log10", "The logarithm to base 10", Math::log10),
        math("sin", "The sine of radians", Math::sin),
        math("cos", "The cosine of radians", Math::cos),
        math("tan", "The tangent of radians", Math::tan),
        math("asin", "The arcsine in radians", Math::asin),
        math("acos", "The arccosine in radians", Math::acos),
        math("atan", "The arctangent in radians", Math::atan),
        math("sinh", "The hyperbolic sine", Math::sinh),
        math("cosh", "The hyperbolic cosine", Math::cosh),
        math("tanh", "The hyperbolic tangent", Math::tanh),
        math("asinh", "The inverse hyperbolic sine", GoMath::asinh),
        math("acosh", "The inverse hyperbolic cosine", GoMath::acosh),
        math("atanh", "The inverse hyperbolic tangent", GoMath::atanh),
        math("rad", "Degrees as radians", v -> v * Math.PI / 180),
        math("deg", "Radians as degrees", v -> v * 180 / Math.PI),
        math("sgn", "The sign: -1, 0 or 1", GoMath::sign),
        FunctionDefinition.of(
                "round",
                "Rounds to the nearest multiple of the second argument, or whole number, ties up",
                VECTOR,
                List.of(VECTOR, SCALAR),
                MathFunctions::round)
            .variadic(1),
        FunctionDefinition.of(
            "clamp",
            "Keeps values between a least and a greatest one",
            VECTOR,
            List.of(VECTOR, SCALAR, SCALAR),
            call -> clamp(call, () -> call.scalar(1).evaluate(), () -> call.scalar(2).evaluate())),
        FunctionDefinition.of(
            "clamp_min",
            "Raises values to at least the second argument",
            VECTOR,
            List.of(VECTOR, SCALAR),
            call ->
                clamp(
                    call,
                    () -> call.scalar(1).evaluate(),
                    () -> constant(call, Double.POSITIVE_INFINITY))),
        FunctionDefinition.of(
            "clamp_max",
            "Lowers values to at most the second argument",
            VECTOR,
            List.of(VECTOR, SCALAR),
            call ->
                clamp(
                    call,
                    () -> constant(call, Double.NEGATIVE_INFINITY),
                    () -> call.scalar(1).evaluate())),
        FunctionDefinition.of(
            "pi",
            "The number pi",
            SCALAR,
            List.of(),
            call -> ScalarFunctions.constant(call, Math.PI)),
        FunctionDefinition.of(
                "max_of",
                "The greater of two scalars",
                SCALAR,
                List.of(SCALAR, SCALAR),
                call -> ScalarFunctions.combine(call, GoMath::max))
            .experimental(),
        FunctionDefinition.of(
                "min_of",
                "The lesser of two scalars",
                SCALAR,
                List.of(SCALAR, SCALAR),
                call -> ScalarFunctions.combine(call, GoMath::min))
            .experimental());
  }

  private static double[] constant(FunctionCall call, double value) {
    double[] values = new double[call.grid().count()];
    Arrays.fill(values, value);
    return values;
  }

  private static FunctionDefinition math(
      String name, String description, DoubleUnaryOperator function) {
    return FunctionDefinition.of(
            name,
            description,
            VECTOR,
            List.of(VECTOR),
            call -> floats(call, 0, () -> each(function)))
        .eachSeries();
  }

  /** An operator that maps the floats of an argument. */
  static VectorOperator floats(FunctionCall call, int argument, Supplier<SeriesMapper> mapper) {
    return new DropNames(call.execution(), new MapOperator(call.vector(argument), mapper), false);
  }

  /** Applies a function to each float and drops histograms. */
  static SeriesMapper each(DoubleUnaryOperator function) {
    return series -> {
      double[] values = series.values();
      for (int i = 0; i < values.length; i++) {
        if (Double.doubleToRawLongBits(values[i]) != SpecialValues.ABSENT_BITS) {
          values[i] = function.applyAsDouble(values[i]);
        }
      }
      return floatsLeft(series);
    };
  }

  /** Drops histograms; returns whether anything is left. */
  static boolean floatsLeft(StepSeries series) {
    if (!series.hasHistograms()) {
      return true;
    }
    series.dropHistograms();
    return !series.isEmpty();
  }

  private static VectorOperator round(FunctionCall call) {
    return floats(
        call,
        0,
        () -> {
          double[] nearest = call.count() > 1 ? call.scalar(1).evaluate() : constant(call, 1);
          return series -> {
            double[] values = series.values();
            for (int i = 0; i < values.length; i++) {
              if (!SpecialValues.isAbsent(values[i])) {
                // By the inverse: fewer values such as 0.1 lose digits that way.
                double inverse = 1.0 / nearest[i];
                values[i] = Math.floor(values[i] * inverse + 0.5) / inverse;
              }
            }
            return floatsLeft(series);
          };
        });
  }

  private static VectorOperator clamp(
      FunctionCall call, Supplier<double[]> lows, Supplier<double[]> highs) {
    return floats(
        call,
        0,
        () -> {
          double[] low = lows.get();
          double[] high = highs.get();
          return series -> {
            double[] values = series.values();
            for (int i = 0; i < values.length; i++) {
              if (high[i] < low[i]) {
                values[i] = SpecialValues.ABSENT;
              } else if (!SpecialValues.isAbsent(values[i])) {
                values[i] = GoMath.max(low[i], GoMath.min(high[i], values[i]));
              }
            }
            series.dropHistograms();
            return !series.isEmpty();
          };
        });
  }
}
