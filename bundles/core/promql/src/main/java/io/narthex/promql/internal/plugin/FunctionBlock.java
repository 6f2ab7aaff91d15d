// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.spi.promql.FunctionKernel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Series that are computed in one call of a plug-in. Used by one thread, block after block. */
final class FunctionBlock {

  /** Enough that what a guarded call costs does not count. */
  private static final int MAX_SAMPLES = 1 << 16;

  private static final int MAX_SERIES = 256;

  private final PluginFunction function;
  private final PluginCall call;
  private final Limits limits;
  private final List<BufferedSeries> series = new ArrayList<>();
  private @Nullable FunctionKernel kernel;
  private int count;
  private long held;

  FunctionBlock(PluginFunction function, PluginCall call, Limits limits) {
    this.function = function;
    this.call = call;
    this.limits = limits;
  }

  void add(RangeSeries in) {
    hold(next().copy(in));
  }

  void add(StepSeries in) {
    hold(next().copy(in, call.grid()));
  }

  /** Adds a series without samples, for a function without a vector. */
  void addEmpty() {
    add(new StepSeries(call.steps()));
  }

  private BufferedSeries next() {
    if (count == series.size()) {
      series.add(new BufferedSeries(call.steps()));
    }
    return series.get(count++);
  }

  private void hold(int samples) {
    // Its own windows and results count as well, two samples' worth a step.
    long more = samples + 2L * call.steps();
    held += more;
    limits.hold(more);
  }

  boolean full() {
    return count == MAX_SERIES || held >= MAX_SAMPLES;
  }

  /** Computes what was added and pushes the results on. */
  void run(SeriesWriter writer) {
    if (count == 0) {
      return;
    }
    kernel = function.call(limits, () -> computed(kernel));
    for (int i = 0; i < count; i++) {
      BufferedSeries s = series.get(i);
      StepSeries result = new StepSeries(s.labels(), s.dropName(), s.out(), null);
      if (!result.isEmpty()) {
        writer.accept(result);
      }
    }
    limits.release(held);
    held = 0;
    count = 0;
  }

  private FunctionKernel computed(@Nullable FunctionKernel existing) {
    FunctionKernel used = existing == null ? function.function().kernel(call) : existing;
    for (int i = 0; i < count && !Thread.currentThread().isInterrupted(); i++) {
      BufferedSeries s = series.get(i);
      used.evaluate(s, s.out());
    }
    return used;
  }
}
