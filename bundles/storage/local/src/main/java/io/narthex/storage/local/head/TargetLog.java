// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.memory.IntList;
import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.wal.v1.WalWriter;
import java.io.IOException;
import java.util.BitSet;

/** What the write-ahead log knows of a target's open block. Under the target's lock. */
final class TargetLog {

  private final int target;
  // Columns that got a series since the log last heard of the block, and their series.
  private final IntList columns = new IntList(4);
  private final IntList series = new IntList(4);
  private boolean logged;
  private long segment;

  TargetLog(int target) {
    this.target = target;
  }

  /** Returns whether the log has records of the block. */
  boolean isLogged() {
    return logged;
  }

  /** Returns the first segment with records of the block, once there are any. */
  long segment() {
    return segment;
  }

  /** Returns the first segment that is needed for the block. */
  long neededSegment() {
    return logged ? segment : Long.MAX_VALUE;
  }

  /** A block begins that the log does not know. */
  void beginBlock() {
    logged = false;
    columns.clear();
    series.clear();
  }

  /** A block begins that was read from the log. */
  void beginReplayed(long firstSegment) {
    beginBlock();
    logged = true;
    segment = firstSegment;
  }

  /** A column of the block got a series. */
  void add(int column, int seriesNumber) {
    if (logged) {
      columns.add(column);
      series.add(seriesNumber);
    }
  }

  /** Columns of the block lost their series, without a row of it. */
  void remove(BitSet lost) {
    int kept = 0;
    for (int i = 0; i < columns.size(); i++) {
      if (!lost.get(columns.get(i))) {
        columns.set(kept, columns.get(i));
        series.set(kept++, series.get(i));
      }
    }
    while (columns.size() > kept) {
      columns.removeLast();
      series.removeLast();
    }
  }

  /**
   * Appends the pieces of a scratch.
   *
   * @param firstPiece the number of the first of them
   */
  void append(WalWriter wal, RowBlock block, long firstPiece, Scratch scratch, int samples)
      throws IOException {
    long written = wal.append(batch -> records(batch, block, firstPiece, scratch, samples));
    if (!logged) {
      segment = written;
    }
    logged = true;
    columns.clear();
    series.clear();
  }

  private void records(
      WalWriter.Batch batch, RowBlock block, long firstPiece, Scratch scratch, int samples) {
    if (!logged) {
      batch.block(target, block.firstPiece(), block.layout());
    } else if (columns.size() > 0) {
      batch.columns(target, columns.toArray(), series.toArray(), columns.size());
    }
    batch.rows(
        target,
        firstPiece,
        scratch.pieces.pieces(),
        samples,
        scratch.pieces.words(),
        scratch.pieces.size());
  }
}
