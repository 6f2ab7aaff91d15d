// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

/** Takes the series of one thread. */
@FunctionalInterface
public interface SeriesWriter extends AutoCloseable {

  /** Takes a series, which is the writer's until the call returns. */
  void accept(StepSeries series);

  /** No more series come from this thread. Not called when the evaluation has failed. */
  @Override
  default void close() {}
}
