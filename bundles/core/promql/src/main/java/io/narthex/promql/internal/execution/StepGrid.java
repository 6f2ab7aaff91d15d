// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

/**
 * The times at which an expression is evaluated.
 *
 * @param startMs the first time
 * @param stepMs the distance, at least 1
 * @param count how many times, at least 0
 */
public record StepGrid(long startMs, long stepMs, int count) {

  /** A grid of one time. */
  public static StepGrid point(long timeMs) {
    return new StepGrid(timeMs, 1, 1);
  }

  /** Returns the time of a step. */
  public long at(int step) {
    return startMs + step * stepMs;
  }

  /** Returns the last time. */
  public long lastMs() {
    return at(count - 1);
  }

  /** Returns the grid of the first time alone. */
  public StepGrid first() {
    return new StepGrid(startMs, stepMs, Math.min(1, count));
  }
}
