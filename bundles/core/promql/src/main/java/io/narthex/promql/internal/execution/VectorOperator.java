// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

/** Gives series. */
public non-sealed interface VectorOperator extends Operator {

  /** Pushes each series into a sink, and closes the writers it opened. */
  void run(SeriesSink sink);

  /** Returns whether two series may differ only in what dropping the metric name takes away. */
  boolean namesDiffer();
}
