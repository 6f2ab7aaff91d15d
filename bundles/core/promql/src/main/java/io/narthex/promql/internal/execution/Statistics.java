// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the samples that a query reads. Safe for several threads. */
public final class Statistics {

  private final StepGrid grid;
  private final LongAdder samples = new LongAdder();
  private final @Nullable AtomicLongArray perStep;

  /**
   * Counters for a query.
   *
   * @param grid the query's steps
   * @param eachStep whether to count for each step as well
   */
  public Statistics(StepGrid grid, boolean eachStep) {
    this.grid = grid;
    this.perStep = eachStep ? new AtomicLongArray(grid.count()) : null;
  }

  /** Returns whether samples are to be counted for each step of a grid. */
  public boolean wantsSteps(StepGrid of) {
    return perStep != null && of.equals(grid);
  }

  /** Counts samples. */
  public void add(long count) {
    samples.add(count);
  }

  /** Counts samples for a step. */
  public void addAtStep(int step, long count) {
    AtomicLongArray steps = perStep;
    if (steps != null && step < steps.length()) {
      steps.addAndGet(step, count);
    }
  }

  /** Returns how many were read. */
  public long total() {
    return samples.sum();
  }

  /** Returns how many were read for each step; empty when that was not asked for. */
  public long[] perStep() {
    AtomicLongArray steps = perStep;
    if (steps == null) {
      return new long[0];
    }
    long[] result = new long[steps.length()];
    for (int i = 0; i < result.length; i++) {
      result[i] = steps.get(i);
    }
    return result;
  }
}
