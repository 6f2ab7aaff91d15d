// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

/** What the times at which counting began tell of counter resets. Times are in milliseconds. */
final class StartTimes {

  private StartTimes() {}

  /** Returns whether the counter was reset between two samples. */
  static boolean isReset(long[] starts, long[] times, int previous, int current) {
    long start = starts[current];
    if (start == 0 || start >= times[current] || start < times[previous]) {
      // Unknown, wrong, or the counting went on from before.
      return false;
    }
    if (start > times[previous]) {
      return true;
    }
    // The count begins where the sample before ends: a delta, unless that one's start is unknown.
    long before = starts[previous];
    return before <= times[previous] && before != 0 && before != times[previous];
  }

  /** Returns whether the counting of a sample began before the sample ahead of it. */
  static boolean overlap(long[] starts, long[] times, int previous, int current) {
    long start = starts[current];
    return start != 0 && start < times[previous] && start != starts[previous];
  }
}
