// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.internal.execution.StepGrid;
import org.jspecify.annotations.Nullable;

/**
 * Which time each step of a grid looks at, and how wide.
 *
 * @param atMs the fixed time, or null for each step's own
 * @param offsetMs how far before that time the window ends
 * @param beforeMs how far the window reaches back from its end, which is outside
 * @param afterMs how far it reaches beyond its end
 */
public record Windows(
    StepGrid grid, @Nullable Long atMs, long offsetMs, long beforeMs, long afterMs) {

  /** Returns the time that a step looks at. */
  public long end(int step) {
    return (atMs == null ? grid.at(step) : atMs) - offsetMs;
  }

  /** Returns the first millisecond that any window contains. */
  public long firstMs() {
    return end(0) - beforeMs + 1;
  }

  /** Returns the last millisecond that any window contains. */
  public long lastMs() {
    return end(grid.count() - 1) + afterMs;
  }

  /**
   * Finds the rows of each window.
   *
   * @param timestamps ascending
   * @param count how many of them count
   * @param from receives, for each step, the first row in the window
   * @param to receives the row behind the last one in the window
   */
  public void bounds(long[] timestamps, int count, int[] from, int[] to) {
    int steps = grid.count();
    long step = atMs == null ? grid.stepMs() : 0;
    long end = steps == 0 ? 0 : end(0);
    int low = 0;
    int high = 0;
    for (int i = 0; i < steps; i++) {
      while (high < count && timestamps[high] <= end + afterMs) {
        high++;
      }
      while (low < high && timestamps[low] <= end - beforeMs) {
        low++;
      }
      from[i] = low;
      to[i] = high;
      end += step;
    }
  }
}
