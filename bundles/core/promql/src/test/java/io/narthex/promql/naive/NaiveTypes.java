// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.ast.FunctionType;
import io.narthex.promql.internal.ast.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of all functions, written down a second time so that a slip in the first shows. */
final class NaiveTypes {

  /** Result, argument types (V, S, M, T for text), names; ? for experimental, a number for more. */
  private static final String TABLE =
      """
      V V abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg
      V V histogram_count histogram_sum histogram_stddev histogram_stdvar ln log10 log2 rad sgn sin
      V V sinh sort sort_desc sqrt tan tanh timestamp
      V? V start_timestamp
      V V/1 days_in_month day_of_month day_of_week day_of_year hour minute month year
      V M absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta
      V M increase irate last_over_time max_over_time min_over_time present_over_time rate resets
      V M stddev_over_time stdvar_over_time sum_over_time
      V? M mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time
      V? M ts_of_min_over_time
      V VSS clamp
      V VS clamp_max clamp_min
      V VS/1 round
      V SSV histogram_fraction
      V SV histogram_quantile
      V? VTSS/9 histogram_quantiles
      V? MSS double_exponential_smoothing
      V? VV/1 info
      V VTTTT label_replace
      V VTTT/-1 label_join
      V? VT/-1 sort_by_label sort_by_label_desc
      V MS predict_linear
      V SM quantile_over_time
      V S vector
      S V scalar
      S - pi time
      S? - start end range step
      S? SS max_of min_of
      """;

  private static final Map<String, FunctionType> TYPES = types();

  private NaiveTypes() {}

  static @Nullable FunctionType get(String name) {
    return TYPES.get(name);
  }

  private static Map<String, FunctionType> types() {
    Map<String, FunctionType> types = new HashMap<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ");
              String[] args = words[1].split("/");
              for (int i = 2; i < words.length; i++) {
                types.put(
                    words[i],
                    new FunctionType(
                        words[i],
                        args(args[0]),
                        args.length > 1 ? Integer.parseInt(args[1]) : 0,
                        type(words[0].charAt(0)),
                        words[0].endsWith("?")));
              }
            });
    return types;
  }

  private static List<ValueType> args(String letters) {
    List<ValueType> args = new ArrayList<>();
    for (char letter : letters.replace("-", "").toCharArray()) {
      args.add(type(letter));
    }
    return args;
  }

  private static ValueType type(char letter) {
    return switch (letter) {
      case 'V' -> ValueType.VECTOR;
      case 'M' -> ValueType.MATRIX;
      case 'T' -> ValueType.STRING;
      default -> ValueType.SCALAR;
    };
  }
}
