// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.explain;

import io.narthex.promql.internal.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What an operator cost so far. Safe for several threads. */
final class Meter {

  private final @Nullable Plan plan;
  private final @Nullable Meter parent;
  private final List<Meter> inputs = new ArrayList<>();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder series = new LongAdder();
  private final LongAdder samples = new LongAdder();

  /**
   * A meter.
   *
   * @param plan the node, or null for what is done with the plan's result
   * @param parent the meter of who reads from it, or null for the last one
   */
  Meter(@Nullable Plan plan, @Nullable Meter parent) {
    this.plan = plan;
    this.parent = parent;
    if (parent != null) {
      parent.inputs.add(this);
    }
  }

  @Nullable Plan plan() {
    return plan;
  }

  @Nullable Meter parent() {
    return parent;
  }

  List<Meter> inputs() {
    return inputs;
  }

  void took(long more) {
    nanos.add(more);
  }

  void gave(long moreSamples) {
    series.increment();
    samples.add(moreSamples);
  }

  long nanos() {
    return nanos.sum();
  }

  long series() {
    return series.sum();
  }

  long samples() {
    return samples.sum();
  }
}
