// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.SpecialValues;

/** A kernel that looks at floats only, and says so when a window has histograms as well. */
public final class FloatKernel extends WindowKernel {

  private final Function function;
  private final int least;

  /** What is computed of the floats in a window. */
  @FunctionalInterface
  public interface Function {

    /** Refuses the arguments of a step whose window has samples, be they histograms. */
    default void check(int step) {}

    /** A series begins; its windows come in order of time. */
    default void begin(SampleColumn floats) {}

    /**
     * Computes a step; may use scratch space of its own.
     *
     * @param from the first row in the window
     * @param to the row behind the last one, more than {@code from}
     * @return the value, or {@link SpecialValues#ABSENT}
     */
    double apply(SampleColumn floats, int from, int to, int step);
  }

  /**
   * A kernel.
   *
   * @param least how many floats a window must have
   */
  public FloatKernel(RangeContext context, int least, Function function) {
    super(context);
    this.least = least;
    this.function = function;
  }

  @Override
  void begin(RangeSeries in) {
    function.begin(in.floats());
  }

  @Override
  void window(RangeSeries in, int step, StepSeries out) {
    SampleColumn floats = in.floats();
    int size = floats.size(step);
    int histograms = in.histograms().size(step);
    if (size + histograms > 0) {
      function.check(step);
    }
    if (size == 0) {
      return;
    }
    if (histograms > 0) {
      context.remark(
          Remarks.histogramIgnoredInRange(in.labels().metricName(), context.firstArgument()));
    }
    if (size >= least) {
      out.set(step, function.apply(floats, floats.from()[step], floats.to()[step], step));
    }
  }
}
