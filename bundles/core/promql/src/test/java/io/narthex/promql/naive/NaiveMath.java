// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of one number. */
final class NaiveMath {

  private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
      Map.ofEntries(
          Map.entry("abs", Math::abs),
          Map.entry("ceil", Math::ceil),
          Map.entry("floor", Math::floor),
          Map.entry("exp", Math::exp),
          Map.entry("sqrt", Math::sqrt),
          Map.entry("ln", Math::log),
          Map.entry("log2", x -> Math.log(x) / Math.log(2)),
          Map.entry("log10", Math::log10),
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("asin", Math::asin),
          Map.entry("acos", Math::acos),
          Map.entry("atan", Math::atan),
          Map.entry("sinh", Math::sinh),
          Map.entry("cosh", Math::cosh),
          Map.entry("tanh", Math::tanh),
          Map.entry("asinh", NaiveMath::asinh),
          Map.entry("acosh", NaiveMath::acosh),
          Map.entry("atanh", x -> 0.5 * Math.log((1 + x) / (1 - x))),
          Map.entry("rad", x -> x * Math.PI / 180),
          Map.entry("deg", x -> x * 180 / Math.PI),
          Map.entry("sgn", x -> x < 0 ? -1 : x > 0 ? 1 : x));

  private NaiveMath() {}

  static @Nullable DoubleUnaryOperator function(String name) {
    return FUNCTIONS.get(name);
  }

  private static double asinh(double x) {
    if (Double.isInfinite(x)) {
      return x;
    }
    double size = Math.abs(x);
    // The square of a large number is infinite, its logarithm is not.
    double value =
        size > 1e100 ? Math.log(size) + Math.log(2) : Math.log(size + Math.sqrt(size * size + 1));
    return Math.signum(x) * value;
  }

  private static double acosh(double x) {
    return x > 1e100 ? Math.log(x) + Math.log(2) : Math.log(x + Math.sqrt(x * x - 1));
  }

  /** Estimates a quantile of numbers, with a weighted mean between two of them. */
  static double quantile(double q, double[] sorted) {
    if (sorted.length == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    double rank = q * (sorted.length - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(sorted.length - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return sorted[lower] * (1 - weight) + sorted[upper] * weight;
  }

  /** Sorts numbers, NaN first. */
  static double[] sorted(double[] values) {
    return java.util.Arrays.stream(values)
        .boxed()
        .sorted(
            (a, b) ->
                Double.isNaN(a) || Double.isNaN(b)
                    ? Boolean.compare(Double.isNaN(b), Double.isNaN(a))
                    : Double.compare(a, b))
        .mapToDouble(d -> d)
        .toArray();
  }

  /** The greater of two, where infinity wins over what is no number. */
  static double max(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      boolean infinite = a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY;
      return infinite ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    return a > b ? a : b;
  }
}
