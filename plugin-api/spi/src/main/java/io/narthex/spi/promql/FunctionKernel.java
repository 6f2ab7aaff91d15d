// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.promql;

import org.osgi.annotation.versioning.ConsumerType;

/** Computes a function for one series after the other. */
@ConsumerType
@FunctionalInterface
public interface FunctionKernel {

  /**
   * Computes all steps of a series.
   *
   * <p>Called under a deadline that covers many series; at the deadline, or when the query is
   * cancelled, the thread is interrupted and the query fails with an error that names the function.
   * What it throws fails the query as well. A function whose calls overrun again and again is
   * quarantined.
   *
   * @param in the samples; valid until the call returns, and must not be changed
   * @param out receives a value for each step; comes filled with {@link
   *     io.narthex.spi.model.SpecialValues#ABSENT}, which means that the step has no result. Any
   *     other value is the result, NaN too.
   */
  void evaluate(FunctionInput in, double[] out);
}
