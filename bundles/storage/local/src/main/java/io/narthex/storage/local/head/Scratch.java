// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.storage.local.row.v1.PieceWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The uncommitted rows of one append, and the memory that its commit works in. Taken from a pool at
 * the first row and given back at the end of the append, so that idle writers hold none.
 */
final class Scratch {

  private static final int KEEP = 1 << 18;

  /** More than the machine's cores rarely work at the same time. */
  private static final int MAX_FREE = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** Shares scratch memory among writers. */
  static final class Pool {

    private final ArrayDeque<Scratch> free = new ArrayDeque<>(MAX_FREE);

    synchronized Scratch take() {
      Scratch scratch = free.pollLast();
      return scratch == null ? new Scratch() : scratch;
    }

    void giveBack(Scratch scratch) {
      scratch.clear();
      if (scratch.columns.length <= KEEP) {
        synchronized (this) {
          if (free.size() < MAX_FREE) {
            free.addLast(scratch);
          }
        }
      }
    }
  }

  /** A histogram that was set. */
  record SetHistogram(int row, int column, Histogram histogram) {}

  int[] columns = new int[256];
  double[] values = new double[256];
  int entries;

  /** Whether the columns of each row ascend, none twice, as they do when whole rows are set. */
  boolean ascending = true;

  long[] rowTimes = new long[4];
  int[] rowStarts = new int[4];
  int rows;

  final List<SetHistogram> histograms = new ArrayList<>();
  int[] startRows = new int[0];
  int[] startColumns = new int[0];
  long[] startTimes = new long[0];
  int starts;

  final PieceWriter pieces = new PieceWriter();
  double[] dense = new double[256];
  long[] changed = new long[4];
  int[] listColumns = new int[64];
  long[] listBits = new long[64];
  int listed;
  int[] lateColumns = new int[8];
  long[] lateBits = new long[8];
  int late;

  int[] undoColumns = new int[256];
  long[] undoTimes = new long[256];
  long[] undoBits = new long[256];
  int undos;

  void row(long timestamp) {
    if (rows == rowTimes.length) {
      rowTimes = Arrays.copyOf(rowTimes, rows * 2);
      rowStarts = Arrays.copyOf(rowStarts, rows * 2);
    }
    rowTimes[rows] = timestamp;
    rowStarts[rows] = entries;
    rows++;
  }

  int rowEnd(int row) {
    return row + 1 < rows ? rowStarts[row + 1] : entries;
  }

  void add(int column, double value) {
    if (entries == columns.length) {
      grow(entries + 1);
    }
    ascending &= entries == rowStarts[rows - 1] || columns[entries - 1] < column;
    columns[entries] = column;
    values[entries++] = value;
  }

  /** Makes room for more entries. */
  void grow(int needed) {
    if (needed > columns.length) {
      int capacity = Math.max(needed, columns.length * 2);
      columns = Arrays.copyOf(columns, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }

  /** Takes a start timestamp of the present row. */
  void start(int column, long startMs) {
    if (starts == startRows.length) {
      int capacity = Math.max(64, starts * 2);
      startRows = Arrays.copyOf(startRows, capacity);
      startColumns = Arrays.copyOf(startColumns, capacity);
      startTimes = Arrays.copyOf(startTimes, capacity);
    }
    startRows[starts] = rows - 1;
    startColumns[starts] = column;
    startTimes[starts++] = startMs;
  }

  void list(int column, long bits) {
    if (listed == listColumns.length) {
      listColumns = Arrays.copyOf(listColumns, listed * 2);
      listBits = Arrays.copyOf(listBits, listed * 2);
    }
    listColumns[listed] = column;
    listBits[listed++] = bits;
  }

  void late(int column, long bits) {
    if (late == lateColumns.length) {
      lateColumns = Arrays.copyOf(lateColumns, late * 2);
      lateBits = Arrays.copyOf(lateBits, late * 2);
    }
    lateColumns[late] = column;
    lateBits[late++] = bits;
  }

  void undo(int column, long time, long bits) {
    if (undos == undoColumns.length) {
      undoColumns = Arrays.copyOf(undoColumns, undos * 2);
      undoTimes = Arrays.copyOf(undoTimes, undos * 2);
      undoBits = Arrays.copyOf(undoBits, undos * 2);
    }
    undoColumns[undos] = column;
    undoTimes[undos] = time;
    undoBits[undos++] = bits;
  }

  /**
   * Spreads a row's values out by column, and empties the changed bitmap.
   *
   * @param least the row's first column
   * @param range how many columns it spans
   */
  void spread(int begin, int end, int least, int range) {
    if (dense.length < range) {
      dense = new double[range + (range >> 2)];
      changed = new long[(dense.length + 63) >>> 6];
    }
    if (ascending && range == end - begin) {
      System.arraycopy(values, begin, dense, 0, range);
    } else {
      Arrays.fill(dense, 0, range, SpecialValues.ABSENT);
      for (int i = begin; i < end; i++) {
        dense[columns[i] - least] = values[i];
      }
    }
    Arrays.fill(changed, 0, (range + 63) >>> 6, 0);
  }

  void clear() {
    entries = 0;
    ascending = true;
    rows = 0;
    listed = 0;
    late = 0;
    undos = 0;
    histograms.clear();
    starts = 0;
    pieces.clear();
  }
}
