// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoMathTest {

  /** As a real Prometheus answers {@code clamp_min(vector(NaN), Inf)}. */
  @Test
  void infinityWinsOverWhatIsNoNumber() {
    double inf = Double.POSITIVE_INFINITY;
    assertThat(GoMath.max(Double.NaN, inf)).isEqualTo(inf);
    assertThat(GoMath.max(inf, Double.NaN)).isEqualTo(inf);
    assertThat(GoMath.min(Double.NaN, -inf)).isEqualTo(-inf);
    assertThat(GoMath.min(-inf, Double.NaN)).isEqualTo(-inf);
    assertThat(GoMath.max(Double.NaN, 1)).isNaN();
    assertThat(GoMath.min(Double.NaN, inf)).isNaN();
    assertThat(GoMath.max(1, 2)).isEqualTo(2);
    assertThat(GoMath.min(1, 2)).isEqualTo(1);
  }
}
