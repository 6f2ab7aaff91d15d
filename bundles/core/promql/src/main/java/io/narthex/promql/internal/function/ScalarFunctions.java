// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import io.narthex.promql.internal.execution.ScalarOperator;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;

/** Operators of functions that give scalars. */
final class ScalarFunctions {

  private ScalarFunctions() {}

  static ScalarOperator constant(FunctionCall call, double value) {
    return () -> {
      double[] values = new double[call.grid().count()];
      Arrays.fill(values, value);
      return values;
    };
  }

  /** A number that depends on the step alone. */
  static ScalarOperator perStep(FunctionCall call, IntToDoubleFunction function) {
    return () -> {
      double[] values = new double[call.grid().count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = function.applyAsDouble(i);
      }
      return values;
    };
  }

  /** Two scalar arguments, step by step. */
  static ScalarOperator combine(FunctionCall call, DoubleBinaryOperator function) {
    ScalarOperator left = call.scalar(0);
    ScalarOperator right = call.scalar(1);
    return () -> {
      double[] a = left.evaluate();
      double[] b = right.evaluate();
      for (int i = 0; i < a.length; i++) {
        a[i] = function.applyAsDouble(a[i], b[i]);
      }
      return a;
    };
  }
}
