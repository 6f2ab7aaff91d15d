// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntUnaryOperator;

/**
 * The series of a target that are in other targets, too: their columns are marked, and what becomes
 * their newest sample here is told to all. Under the target's lock, except {@link #add}.
 */
final class TargetShares {

  private final Head head;
  private final ColumnTable columns;
  private final ConcurrentLinkedQueue<Integer> waiting = new ConcurrentLinkedQueue<>();

  TargetShares(Head head, ColumnTable columns) {
    this.head = head;
    this.columns = columns;
  }

  /** Tells of a series that is also in another target. Safe from any thread. */
  void add(int series) {
    waiting.add(series);
  }

  /**
   * Marks the columns of the series told of, and notes their newest samples.
   *
   * @param columnOf the column of a series, or -1
   */
  void take(IntUnaryOperator columnOf) {
    for (Integer series = waiting.poll(); series != null; series = waiting.poll()) {
      int column = columnOf.applyAsInt(series);
      SharedSeries shared = head.shared(series);
      if (column >= 0 && shared != null) {
        columns.setShared(column);
        shared.note(columns.time(column), columns.bits(column));
      }
    }
  }

  /** Notes the newest samples of the columns that an append has changed. */
  void note(Scratch changed, IntUnaryOperator seriesOf) {
    if (!columns.anyShared()) {
      return;
    }
    for (int i = 0; i < changed.undos; i++) {
      int column = changed.undoColumns[i];
      SharedSeries shared =
          columns.isShared(column) ? head.shared(seriesOf.applyAsInt(column)) : null;
      if (shared != null) {
        shared.note(columns.time(column), columns.bits(column));
      }
    }
  }
}
