// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.promql.PromqlFunction;
import io.narthex.testkit.PromqlFunctionContract;
import io.narthex.testkit.TestFunctionCall;
import io.narthex.testkit.TestFunctionInput;
import org.junit.jupiter.api.Test;

class WeightedMeanTest extends PromqlFunctionContract {

  @Override
  protected PromqlFunction factory() {
    return new WeightedMean();
  }

  @Override
  protected void arguments(TestFunctionCall call) {
    call.with(1, 30);
  }

  @Test
  void aSampleOfAHalfLifeAgoCountsHalf() {
    TestFunctionCall call = new TestFunctionCall(60_000, 60_000, 2, 60_000).with(1, 30);
    TestFunctionInput in =
        TestFunctionInput.range(
            call, Labels.empty(), new long[] {30_000, 60_000}, new double[] {10, 40});
    // (10 * 1/2 + 40) / (1/2 + 1), and nothing for the window without samples.
    assertThat(call.evaluate(factory(), in)).containsExactly(30, SpecialValues.ABSENT);
  }

  @Test
  void aHalfLifeOfZeroIsRefused() {
    TestFunctionCall call = new TestFunctionCall(0, 1000, 1, 60_000).with(1, 0);
    assertThatThrownBy(() -> factory().kernel(call))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the half-life must be more than 0 seconds, it is 0.0");
  }
}
