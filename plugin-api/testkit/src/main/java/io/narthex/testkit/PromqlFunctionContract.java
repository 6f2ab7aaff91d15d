// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.promql.FunctionInput;
import io.narthex.spi.promql.FunctionKernel;
import io.narthex.spi.promql.PromqlFunction;
import io.narthex.spi.promql.PromqlFunction.ArgumentType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the host relies on in a PromQL function. */
public abstract class PromqlFunctionContract extends PluginFactoryContract<PromqlFunction> {

  private static final int STEPS = 20;
  private static final long STEP_MS = 15_000;

  /** Gives the arguments that are scalars and texts, each a value that makes sense. */
  protected abstract void arguments(TestFunctionCall call);

  /** Returns how wide the windows are for a function of a range vector. */
  protected long rangeMs() {
    return 60_000;
  }

  private TestFunctionCall call() {
    boolean range = factory().arguments().contains(ArgumentType.RANGE_VECTOR);
    TestFunctionCall call = new TestFunctionCall(100_000, STEP_MS, STEPS, range ? rangeMs() : 0);
    arguments(call);
    return call;
  }

  private FunctionInput series(TestFunctionCall call, double scale) {
    List<ArgumentType> types = factory().arguments();
    Labels labels = Labels.of("__name__", "requests_total", "scale", String.valueOf(scale));
    if (types.contains(ArgumentType.RANGE_VECTOR)) {
      int rows = (int) ((call.timeMs(STEPS - 1) + STEP_MS) / 5000);
      long[] times = new long[rows];
      double[] values = new double[rows];
      for (int i = 0; i < rows; i++) {
        times[i] = i * 5000L;
        values[i] = scale * Math.sin(i);
      }
      values[rows / 2] = Double.NaN;
      values[rows / 2 + 1] = Double.POSITIVE_INFINITY;
      return TestFunctionInput.range(call, labels, times, values);
    }
    if (types.contains(ArgumentType.INSTANT_VECTOR)) {
      double[] values = new double[STEPS];
      Arrays.setAll(values, i -> scale * Math.cos(i));
      values[STEPS / 2] = Double.NaN;
      return TestFunctionInput.instant(call, labels, values);
    }
    return TestFunctionInput.empty(call);
  }

  @Test
  void theNameCanBeCalled() {
    assertThat(factory().type()).as("does not begin with a digit").matches("[a-z_].*");
  }

  @Test
  void itSaysWhatItTakesAndWhatItDoes() {
    PromqlFunction function = factory();
    assertThat(function.arguments()).isEqualTo(function.arguments());
    assertThat(
            function.arguments().stream()
                .filter(a -> a == ArgumentType.INSTANT_VECTOR || a == ArgumentType.RANGE_VECTOR))
        .as("arguments that are vectors")
        .hasSizeLessThanOrEqualTo(1);
    assertThat(function.description()).isNotBlank().isEqualTo(function.description());
  }

  @Test
  void aKernelLeavesItsInputAlone() {
    TestFunctionCall call = call();
    FunctionInput in = series(call, 1);
    long[] times = in.timestampsMs().clone();
    double[] values = in.values().clone();
    int[] from = in.from().clone();
    int[] to = in.to().clone();
    call.evaluate(factory(), in);
    assertThat(in.timestampsMs()).isEqualTo(times);
    assertThat(Arrays.equals(in.values(), values)).as("values are as they were").isTrue();
    assertThat(in.from()).isEqualTo(from);
    assertThat(in.to()).isEqualTo(to);
  }

  @Test
  void aKernelRemembersNothingOfTheSeriesBefore() {
    TestFunctionCall call = call();
    PromqlFunction function = factory();
    double[] alone = call.evaluate(function, series(call, 2));
    FunctionKernel kernel = function.kernel(call);
    kernel.evaluate(series(call, 1), new double[STEPS]);
    double[] second = new double[STEPS];
    Arrays.fill(second, SpecialValues.ABSENT);
    kernel.evaluate(series(call, 2), second);
    assertThat(bits(second)).isEqualTo(bits(alone));
  }

  @Test
  void emptyWindowsAreNoFailure() {
    TestFunctionCall call = call();
    double[] out = call.evaluate(factory(), TestFunctionInput.empty(call));
    assertThat(out).hasSize(STEPS);
  }

  @Test
  void anInstantQueryHasOneStep() {
    boolean range = factory().arguments().contains(ArgumentType.RANGE_VECTOR);
    TestFunctionCall call = new TestFunctionCall(100_000, 1, 1, range ? rangeMs() : 0);
    arguments(call);
    FunctionInput in =
        range
            ? TestFunctionInput.range(
                call, Labels.empty(), new long[] {90_000, 100_000}, new double[] {1, 2})
            : TestFunctionInput.instant(call, Labels.empty(), 1);
    assertThat(call.evaluate(factory(), in)).hasSize(1);
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
