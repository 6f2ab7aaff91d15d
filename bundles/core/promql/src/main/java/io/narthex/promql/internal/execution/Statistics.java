// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the samples that a query reads. Safe for several threads. */
public final class Statistics {

  private final StepGrid grid;
  private final LongAdder samples = new LongAdder();
  private final LongAdder read = new LongAdder();
  private final @Nullable AtomicLongArray perStep;
  private final @Nullable AtomicLongArray readPerStep;

  /**
   * Counters for a query.
   *
   * @param grid the query's steps
   * @param eachStep whether to count for each step as well
   */
  public Statistics(StepGrid grid, boolean eachStep) {
    this.grid = grid;
    this.perStep = eachStep ? new AtomicLongArray(grid.count()) : null;
    this.readPerStep = eachStep ? new AtomicLongArray(grid.count()) : null;
  }

  /** Returns whether samples are to be counted for each step of a grid. */
  public boolean wantsSteps(StepGrid of) {
    return perStep != null && of.equals(grid);
  }

  /**
   * Counts samples.
   *
   * @param looked those that steps looked at
   * @param newlyRead those of them that no step before had read
   */
  public void add(long looked, long newlyRead) {
    samples.add(looked);
    read.add(newlyRead);
  }

  /** Counts samples for a step, as {@link #add} does for all. */
  public void addAtStep(int step, long looked, long newlyRead) {
    add(perStep, step, looked);
    add(readPerStep, step, newlyRead);
  }

  private static void add(@Nullable AtomicLongArray steps, int step, long count) {
    if (steps != null && step < steps.length()) {
      steps.addAndGet(step, count);
    }
  }

  /** Returns whether samples are counted for each step. */
  public boolean countsSteps() {
    return perStep != null;
  }

  /** Returns how many were looked at. */
  public long total() {
    return samples.sum();
  }

  /** Returns how many were read. */
  public long read() {
    return read.sum();
  }

  /** Returns how many each step looked at; empty when that was not asked for. */
  public long[] perStep() {
    return values(perStep);
  }

  /** Returns how many each step was the first to read; empty when that was not asked for. */
  public long[] readPerStep() {
    return values(readPerStep);
  }

  private static long[] values(@Nullable AtomicLongArray steps) {
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
