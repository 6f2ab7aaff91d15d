// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Series that share a row writer. The writer is used by whoever holds {@link #lock}; so are the
 * counts of how many known series lead to a column (the same labels may be sent in several orders).
 */
final class VirtualTarget {

  final ReentrantLock lock = new ReentrantLock();
  final RowWriter writer;

  private int[] uses = new int[16];
  private boolean releasing;

  VirtualTarget(RowWriter writer) {
    this.writer = writer;
  }

  /** Returns the column of a series and counts a use of it. */
  int use(Labels series) {
    lock.lock();
    try {
      int column = writer.column(series);
      if (column >= uses.length) {
        uses = Arrays.copyOf(uses, Math.max(column + 1, uses.length * 2));
      }
      uses[column]++;
      return column;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a use of a column; with the last one it is given back with the next commit. */
  void unuse(int column) {
    lock.lock();
    try {
      if (--uses[column] == 0) {
        writer.release(column);
        releasing = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what was released: a target all of whose series ended has no other commit. */
  void giveBack() {
    lock.lock();
    try {
      if (releasing) {
        writer.commit();
        releasing = false;
      }
    } finally {
      lock.unlock();
    }
  }
}
