// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import static io.narthex.promql.internal.ast.ValueType.SCALAR;
import static io.narthex.promql.internal.ast.ValueType.STRING;
import static io.narthex.promql.internal.ast.ValueType.VECTOR;

import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramMoments;
import io.narthex.promql.internal.operator.DropNames;
import io.narthex.promql.internal.operator.HistogramEstimate;
import io.narthex.promql.internal.operator.MapOperator;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Functions of histograms, native ones and those of classic buckets. */
final class HistogramFunctions {

  private HistogramFunctions() {}

  static List<FunctionDefinition> all() {
    return List.of(
        number("histogram_count", Histogram::count),
        number("histogram_sum", Histogram::sum),
        number("histogram_avg", h -> h.sum() / h.count()),
        number("histogram_stddev", h -> HistogramMoments.deviation(FloatHistogram.of(h))),
        number("histogram_stdvar", h -> HistogramMoments.variance(FloatHistogram.of(h))),
        FunctionDefinition.of(
            "histogram_quantile", VECTOR, List.of(SCALAR, VECTOR), HistogramEstimate::quantile),
        FunctionDefinition.of(
            "histogram_fraction",
            VECTOR,
            List.of(SCALAR, SCALAR, VECTOR),
            HistogramEstimate::fraction),
        FunctionDefinition.of(
                "histogram_quantiles",
                VECTOR,
                List.of(VECTOR, STRING, SCALAR, SCALAR),
                HistogramEstimate::quantiles)
            .variadic(9)
            .experimental());
  }

  /** A number of each native histogram; floats are passed over. */
  private static FunctionDefinition number(String name, ToDoubleFunction<Histogram> function) {
    return FunctionDefinition.of(
        name,
        VECTOR,
        List.of(VECTOR),
        call -> {
          VectorOperator mapped =
              new MapOperator(
                  call.vector(0),
                  () ->
                      series -> {
                        if (!series.hasHistograms()) {
                          return false;
                        }
                        double[] values = series.values();
                        for (int i = 0; i < values.length; i++) {
                          Histogram h = series.histogram(i);
                          values[i] = h == null ? SpecialValues.ABSENT : function.applyAsDouble(h);
                        }
                        series.dropHistograms();
                        return !series.isEmpty();
                      });
          return new DropNames(call.execution(), mapped, false);
        });
  }
}
