// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import java.util.HashMap;
import java.util.Map;

/**
 * Which column a series has in a target. The head keeps the columns of series that were first seen
 * in the target, since that takes four bytes each; those of the rest are kept here. Safe from any
 * thread.
 */
final class SeriesColumns {

  private final Head head;
  private final int target;
  private final Map<Integer, Integer> guests = new HashMap<>();

  SeriesColumns(Head head, int target) {
    this.head = head;
    this.target = target;
  }

  /** Returns the column of a series as far as one is assigned, else -1. */
  int of(int series) {
    if (head.labels().firstTarget(series) == target) {
      return head.columnOf(series);
    }
    synchronized (guests) {
      return guests.getOrDefault(series, -1);
    }
  }

  /** Takes a column away from a series, unless it has another one by now. */
  void clear(int series, int column) {
    if (of(series) == column) {
      set(series, -1);
    }
  }

  /** Assigns a column to a series; -1 takes it away. */
  void set(int series, int column) {
    if (head.labels().firstTarget(series) == target) {
      head.setColumn(series, column);
      return;
    }
    synchronized (guests) {
      if (column < 0) {
        guests.remove(series);
      } else {
        guests.put(series, column);
      }
    }
  }
}
