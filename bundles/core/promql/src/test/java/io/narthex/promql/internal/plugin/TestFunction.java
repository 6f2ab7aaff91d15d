// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import io.narthex.spi.promql.FunctionCall;
import io.narthex.spi.promql.FunctionKernel;
import io.narthex.spi.promql.PromqlFunction;
import java.util.List;
import java.util.function.Function;

/** A function that a test puts together. */
record TestFunction(
    String type,
    List<ArgumentType> arguments,
    boolean keepsName,
    Function<FunctionCall, FunctionKernel> kernels)
    implements PromqlFunction {

  @Override
  public String description() {
    return "What the test " + type + " is about";
  }

  @Override
  public FunctionKernel kernel(FunctionCall call) {
    return kernels.apply(call);
  }

  /** Multiplies the sum of each window by a scalar. */
  static TestFunction scaledSum(String name) {
    return new TestFunction(
        name,
        List.of(ArgumentType.RANGE_VECTOR, ArgumentType.SCALAR),
        false,
        call ->
            (in, out) -> {
              for (int step = 0; step < call.steps(); step++) {
                double sum = 0;
                for (int row = in.from()[step]; row < in.to()[step]; row++) {
                  sum += in.values()[row];
                }
                if (in.to()[step] > in.from()[step]) {
                  out[step] = sum * call.scalar(1)[step];
                }
              }
            });
  }
}
