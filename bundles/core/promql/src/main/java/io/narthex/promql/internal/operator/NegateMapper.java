// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;

/** Changes the sign of each sample. */
public final class NegateMapper implements SeriesMapper {

  /** The only one. */
  public static final NegateMapper INSTANCE = new NegateMapper();

  private NegateMapper() {}

  @Override
  public boolean map(StepSeries series) {
    double[] values = series.values();
    for (int i = 0; i < values.length; i++) {
      if (Double.doubleToRawLongBits(values[i]) != SpecialValues.ABSENT_BITS) {
        values[i] = -values[i];
      }
    }
    if (series.hasHistograms()) {
      for (int i = 0; i < values.length; i++) {
        Histogram h = series.histogram(i);
        if (h != null) {
          series.set(i, FloatHistogram.of(h).multiply(-1).toHistogram());
        }
      }
    }
    return true;
  }
}
