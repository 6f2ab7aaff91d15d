// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.SpecialValues;
import org.junit.jupiter.api.Test;

class StepSeriesTest {

  @Test
  void knowsWhereAFloatIsMissing() {
    StepSeries series = new StepSeries(4);
    assertThat(series.isDense()).isFalse();
    double[] values = {1, Double.NaN, SpecialValues.STALE, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < values.length; i++) {
      series.set(i, values[i]);
    }
    assertThat(series.isDense()).isTrue();
    series.clear(2);
    assertThat(series.isDense()).isFalse();
    assertThat(new StepSeries(0).isDense()).isTrue();
  }
}
