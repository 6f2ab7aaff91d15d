// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.scan.RangeSeries;

/** Computes all steps of a series. Used by one thread, for many series. */
@FunctionalInterface
public interface RangeKernel {

  /** Fills {@code out}, which comes empty and has the labels of the input. */
  void evaluate(RangeSeries in, StepSeries out);

  /** Makes kernels, one a thread. */
  @FunctionalInterface
  interface Factory {

    /** Returns a kernel. */
    RangeKernel create(RangeContext context);
  }
}
