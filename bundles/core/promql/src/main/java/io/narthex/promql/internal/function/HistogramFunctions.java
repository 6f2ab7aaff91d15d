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
        number("histogram_count", "The count of a native histogram", Histogram::count)
            .buckets(BucketUse.COUNTS_ONLY),
        number("histogram_sum", "The sum of a native histogram", Histogram::sum)
            .buckets(BucketUse.COUNTS_ONLY),
        number(
                "histogram_avg",
                "The mean observation of a native histogram",
                h -> h.sum() / h.count())
            .buckets(BucketUse.COUNTS_ONLY),
        number(
            "histogram_stddev",
            "The estimated standard deviation of a native histogram's observations",
            h -> HistogramMoments.deviation(FloatHistogram.of(h))),
        number(
            "histogram_stdvar",
            "The estimated variance of a native histogram's observations",
            h -> HistogramMoments.variance(FloatHistogram.of(h))),
        FunctionDefinition.of(
                "histogram_quantile",
                "The quantile of the observations of classic or native histograms",
                VECTOR,
                List.of(SCALAR, VECTOR),
                HistogramEstimate::quantile)
            .buckets(BucketUse.NEEDED),
        FunctionDefinition.of(
                "histogram_fraction",
                "The share of observations between two bounds",
                VECTOR,
                List.of(SCALAR, SCALAR, VECTOR),
                HistogramEstimate::fraction)
            .buckets(BucketUse.NEEDED),
        FunctionDefinition.of(
                "histogram_quantiles",
                "Several quantiles, told apart by a label",
                VECTOR,
                List.of(VECTOR, STRING, SCALAR, SCALAR),
                HistogramEstimate::quantiles)
            .buckets(BucketUse.NEEDED)
            .variadic(9)
            .experimental());
  }

  /** A number of each native histogram; floats are passed over. */
  private static FunctionDefinition number(
      String name, String description, ToDoubleFunction<Histogram> function) {
    return FunctionDefinition.of(
        name,
        description,
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
