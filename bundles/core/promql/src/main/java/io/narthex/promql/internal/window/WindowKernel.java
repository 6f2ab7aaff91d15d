// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;

/** A kernel that looks at each window by itself. Windows without samples are passed over. */
abstract class WindowKernel implements RangeKernel {

  final RangeContext context;

  WindowKernel(RangeContext context) {
    this.context = context;
  }

  @Override
  public final void evaluate(RangeSeries in, StepSeries out) {
    SampleColumn floats = in.floats();
    SampleColumn histograms = in.histograms();
    int steps = out.steps();
    boolean anyHistograms = histograms.count() > 0;
    begin(in);
    for (int step = 0; step < steps; step++) {
      if (floats.size(step) > 0 || (anyHistograms && histograms.size(step) > 0)) {
        window(in, step, out);
      }
    }
  }

  /** A series begins; its windows come in order of time. */
  void begin(RangeSeries in) {}

  /** Computes a step whose window has a sample of either kind. */
  abstract void window(RangeSeries in, int step, StepSeries out);
}
