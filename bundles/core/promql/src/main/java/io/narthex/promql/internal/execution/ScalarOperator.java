// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

/** Gives one number a step. */
@FunctionalInterface
public non-sealed interface ScalarOperator extends Operator {

  /** Returns the numbers; the array is the caller's. */
  double[] evaluate();
}
