// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;

/** A kernel that looks at each window by itself. Windows without samples are passed over. */
abstract class WindowKernel implements RangeKernel {

  /** A series with so many samples in its windows takes a while, and the query may be over. */
  private static final int SAMPLES_A_CHECK = 1 << 20;

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
    long samples = 0;
    for (int step = 0; step < steps; step++) {
      int size = floats.size(step) + (anyHistograms ? histograms.size(step) : 0);
      if (size > 0) {
        window(in, step, out);
        samples += size;
        if (samples > SAMPLES_A_CHECK) {
          samples = 0;
          context.execution().limits().check();
        }
      }
    }
  }

  /** A series begins; its windows come in order of time. */
  void begin(RangeSeries in) {}

  /** Computes a step whose window has a sample of either kind. */
  abstract void window(RangeSeries in, int step, StepSeries out);
}
