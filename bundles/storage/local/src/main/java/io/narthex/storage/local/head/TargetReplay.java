// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.row.v1.PieceReader;
import io.narthex.storage.local.row.v1.RowBlock;
import java.util.BitSet;

/**
 * Brings what the log has of a target back into it, at start: the blocks that are not in chunk
 * files, of which the last one stays open.
 */
final class TargetReplay {

  private final HeadTarget target;
  private final ColumnTable columns;
  private final SeriesColumns seriesColumns;
  private final ColumnReplay samples;
  // Pieces below this number are in chunk files; whether the replay is at such a block.
  private final long storedPieces;
  private boolean stored;
  // Whether rows are missing that the following ones lean on.
  private boolean gap;

  /**
   * A replay into a target.
   *
   * @param storedPieces the number of the first of its pieces that is in no chunk file
   */
  TargetReplay(
      HeadTarget target, ColumnTable columns, SeriesColumns seriesColumns, long storedPieces) {
    this.target = target;
    this.columns = columns;
    this.seriesColumns = seriesColumns;
    this.samples = new ColumnReplay(columns);
    this.storedPieces = storedPieces;
  }

  /** Replays the beginning of a block. */
  void block(long segment, long firstPiece, int[] layout) {
    stored = firstPiece < storedPieces;
    if (stored) {
      return;
    }
    RowBlock before = target.open();
    if (before != null) {
      for (int c = 0; c < before.columns(); c++) {
        if (before.series(c) >= 0 && (c >= layout.length || layout[c] != before.series(c))) {
          seriesColumns.set(before.series(c), -1);
          columns.reset(c);
        }
      }
      target.finishReplayed(before);
    }
    columns.ensure(layout.length);
    for (int c = 0; c < layout.length; c++) {
      if (layout[c] >= 0) {
        seriesColumns.set(layout[c], c);
      }
    }
    target.beginReplayed(segment, firstPiece, layout);
    gap = false;
  }

  /** Replays new columns of the present block. */
  void columns(int[] added, int[] series) {
    RowBlock block = target.open();
    if (stored || block == null || gap) {
      return;
    }
    for (int i = 0; i < added.length; i++) {
      give(block, added[i], series[i]);
    }
  }

  /** Gives a column to a series; either may have had another one, of which there are no rows. */
  private void give(RowBlock block, int column, int series) {
    int before = seriesColumns.of(series);
    if (before >= 0) {
      block.setSeries(before, -1);
    }
    if (column < block.columns() && block.series(column) >= 0) {
      seriesColumns.clear(block.series(column), column);
    }
    columns.ensure(column + 1);
    columns.reset(column);
    block.setSeries(column, series);
    seriesColumns.set(series, column);
  }

  /**
   * Replays rows of the present block.
   *
   * @return false when rows before them are missing, so that these cannot be read
   */
  boolean rows(long firstPiece, int pieces, int newSamples, long[] words, int length) {
    // The log may have lost the beginning of a block that is stored, and have its last rows.
    if (stored || firstPiece < storedPieces) {
      return true;
    }
    RowBlock block = target.open();
    if (block == null || gap || firstPiece != block.firstPiece() + block.pieces()) {
      gap = true;
      return false;
    }
    PieceReader.read(words, 0, pieces, samples);
    target.appendReplayed(words, length, pieces, newSamples);
    return true;
  }

  /** Ends the replay: each column has a series whose newest sample it knows, or is free. */
  void end() {
    target.dropEmpty(new BitSet());
    RowBlock block = target.open();
    columns.forgetFree();
    for (int c = columns.count() - 1; c >= 0; c--) {
      if (block == null || c >= block.columns() || block.series(c) < 0) {
        columns.free(c);
      } else if (columns.isEmpty(c)) {
        // The block has nothing but late samples of it.
        Newest newest = target.lookup().find(block.series(c), c);
        if (newest != null) {
          columns.set(c, newest.time(), newest.bits());
        }
      }
    }
    if (gap) {
      // What follows must not lean on rows that a gap took away.
      target.cutBlock();
    }
  }
}
