// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests the rows of one append against the newest samples of their columns, and writes the accepted
 * ones as pieces. Under the target's lock; made for one commit.
 */
final class RowEncoder {

  private static final int ACCEPTED = 0;
  private static final int SAME = 1;
  private static final int LATE = 2;
  private static final int REFUSED = 3;

  private final HeadTarget target;
  private final ColumnTable columns;
  private final Scratch scratch;
  private final AppendBounds bounds;
  private int stored;
  private int written;
  private int outOfOrder;
  private int duplicate;
  private int tooOld;
  private List<CommitResult.Refusal> refusals = List.of();
  // Whether late samples may go into the row; its columns whose sample did not go in, and now.
  private boolean late;
  private final BitSet leftOut = new BitSet(0);

  RowEncoder(HeadTarget target, ColumnTable columns, Scratch scratch, AppendBounds bounds) {
    this.target = target;
    this.columns = columns;
    this.scratch = scratch;
    this.bounds = bounds;
  }

  /** Returns how many samples the pieces hold. */
  int written() {
    return written;
  }

  CommitResult result() {
    return new CommitResult(stored, outOfOrder, duplicate, tooOld, refusals);
  }

  /** Writes all rows, oldest first. */
  void encode() {
    if (scratch.rows == 1) {
      row(0);
      return;
    }
    Integer[] order = new Integer[scratch.rows];
    Arrays.setAll(order, i -> i);
    // Stable, so that of two rows with one timestamp the first counts.
    Arrays.sort(order, (a, b) -> Long.compare(scratch.rowTimes[a], scratch.rowTimes[b]));
    for (int row : order) {
      row(row);
    }
  }

  private void row(int row) {
    long timestamp = scratch.rowTimes[row];
    int begin = scratch.rowStarts[row];
    int end = scratch.rowEnd(row);
    scratch.late = 0;
    leftOut.clear();
    late = bounds.mayBeLate(timestamp);
    if (bounds.isBefore(timestamp)) {
      refuseAll(row, timestamp);
      return;
    }
    if (end > begin) {
      int least = scratch.columns[begin];
      int most = scratch.columns[end - 1];
      if (!scratch.ascending) {
        for (int i = begin; i < end; i++) {
          least = Math.min(least, scratch.columns[i]);
          most = Math.max(most, scratch.columns[i]);
        }
      }
      int range = most - least + 1;
      // Below one sample in sixteen columns a list is shorter than bitmaps.
      if ((end - begin) * 16L >= range) {
        dense(timestamp, begin, end, least, range);
      } else {
        sparse(timestamp, begin, end);
      }
    }
    if (!scratch.histograms.isEmpty()) {
      // Of a column set twice the last counts.
      Map<Integer, Histogram> inRow = new LinkedHashMap<>();
      for (Scratch.SetHistogram set : scratch.histograms) {
        if (set.row() == row) {
          inRow.put(set.column(), set.histogram());
        }
      }
      inRow.forEach((column, histogram) -> histogram(timestamp, column, histogram));
    }
    starts(row, timestamp);
    if (scratch.late > 0) {
      scratch.pieces.sparse(timestamp, scratch.lateColumns, scratch.lateBits, scratch.late, true);
      written += scratch.late;
    }
  }

  /** Refuses a row that is too old for every series. */
  private void refuseAll(int row, long timestamp) {
    for (int i = scratch.rowStarts[row]; i < scratch.rowEnd(row); i++) {
      int column = scratch.columns[i];
      if (!SpecialValues.isAbsent(scratch.values[i]) && !leftOut.get(column)) {
        refuse(column, timestamp, false);
      }
    }
    leftOut.clear();
    for (Scratch.SetHistogram set : scratch.histograms) {
      if (set.row() == row && !leftOut.get(set.column())) {
        refuse(set.column(), timestamp, false);
      }
    }
  }

  private void dense(long timestamp, int begin, int end, int least, int range) {
    scratch.spread(begin, end, least, range);
    double[] dense = scratch.dense;
    long[] changed = scratch.changed;
    boolean anyShared = columns.anyShared();
    int accepted = 0;
    for (int i = 0; i < range; i++) {
      long bits = Double.doubleToRawLongBits(dense[i]);
      if (bits == SpecialValues.ABSENT_BITS) {
        continue;
      }
      int column = least + i;
      long lastTime = columns.time(column);
      long lastBits = columns.bits(column);
      if (timestamp <= lastTime || (anyShared && columns.isShared(column))) {
        if (admit(column, timestamp, bits) != ACCEPTED) {
          dense[i] = SpecialValues.ABSENT;
          continue;
        }
      }
      if (!columns.isInBlock(column)) {
        columns.setInBlock(column);
        changed[i >>> 6] |= 1L << (i & 63);
      } else if (lastBits != bits) {
        changed[i >>> 6] |= 1L << (i & 63);
      }
      scratch.undo(column, lastTime, lastBits);
      columns.set(column, timestamp, bits);
      accepted++;
    }
    if (accepted > 0) {
      scratch.pieces.dense(timestamp, least, dense, range, changed);
      stored += accepted;
      written += accepted;
    }
  }

  private void sparse(long timestamp, int begin, int end) {
    sort(begin, end);
    scratch.listed = 0;
    for (int i = begin; i < end; i++) {
      int column = scratch.columns[i];
      if (i + 1 < end && scratch.columns[i + 1] == column) {
        continue;
      }
      long bits = Double.doubleToRawLongBits(scratch.values[i]);
      long lastTime = columns.time(column);
      if (bits == SpecialValues.ABSENT_BITS
          || ((timestamp <= lastTime || columns.isShared(column))
              && admit(column, timestamp, bits) != ACCEPTED)) {
        continue;
      }
      scratch.undo(column, lastTime, columns.bits(column));
      columns.set(column, timestamp, bits);
      columns.setInBlock(column);
      scratch.list(column, bits);
    }
    if (scratch.listed > 0) {
      scratch.pieces.sparse(
          timestamp, scratch.listColumns, scratch.listBits, scratch.listed, false);
      stored += scratch.listed;
      written += scratch.listed;
    }
  }

  /** Sorts the entries of a row by column, stable: of a column set twice the last counts. */
  private void sort(int begin, int end) {
    boolean sorted = true;
    for (int i = begin + 1; i < end && sorted; i++) {
      sorted = scratch.columns[i - 1] <= scratch.columns[i];
    }
    if (sorted) {
      return;
    }
    int n = end - begin;
    long[] keys = new long[n];
    double[] values = Arrays.copyOfRange(scratch.values, begin, end);
    for (int i = 0; i < n; i++) {
      keys[i] = (long) scratch.columns[begin + i] << 32 | i;
    }
    Arrays.sort(keys);
    for (int i = 0; i < n; i++) {
      scratch.columns[begin + i] = (int) (keys[i] >>> 32);
      scratch.values[begin + i] = values[(int) keys[i]];
    }
  }

  private void histogram(long timestamp, int column, Histogram histogram) {
    long lastTime = columns.time(column);
    if (timestamp <= lastTime || columns.isShared(column)) {
      SharedSeries shared = target.shared(column);
      long newest = shared == null ? lastTime : Math.max(lastTime, shared.time());
      if (timestamp <= newest) {
        Histogram existing =
            late || timestamp == newest ? target.histogramAt(column, timestamp) : null;
        boolean same = histogram.equals(existing);
        boolean taken = existing != null || target.floatAt(column, timestamp) != null;
        if (same) {
          stored++;
          leftOut.set(column);
          return;
        }
        if (taken || !late) {
          refuse(column, timestamp, taken);
          return;
        }
        scratch.pieces.histogram(timestamp, column, histogram);
        stored++;
        written++;
        return;
      }
    }
    scratch.undo(column, lastTime, columns.bits(column));
    columns.set(column, timestamp, ColumnTable.HISTOGRAM_BITS);
    columns.clearInBlock(column);
    scratch.pieces.histogram(timestamp, column, histogram);
    stored++;
    written++;
  }

  private void starts(int row, long timestamp) {
    if (scratch.starts == 0) {
      return;
    }
    // The column above the place, so that of several for a column the last one comes last.
    long[] order = new long[scratch.starts];
    int count = 0;
    for (int i = 0; i < scratch.starts; i++) {
      int column = scratch.startColumns[i];
      if (scratch.startRows[i] == row && !leftOut.get(column)) {
        order[count++] = (long) column << 32 | i;
      }
    }
    Arrays.sort(order, 0, count);
    int[] cols = new int[count];
    long[] times = new long[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      int column = (int) (order[i] >>> 32);
      if (n > 0 && cols[n - 1] == column) {
        n--;
      }
      cols[n] = column;
      times[n++] = scratch.startTimes[(int) order[i]];
    }
    if (n > 0) {
      scratch.pieces.starts(timestamp, cols, times, n);
    }
  }

  /**
   * Decides about a float that is not simply newer than its column's newest. A late one that goes
   * in is put on the list of late ones.
   */
  private int admit(int column, long timestamp, long bits) {
    long newest = columns.time(column);
    long newestBits = columns.bits(column);
    SharedSeries shared = target.shared(column);
    if (shared != null && shared.time() > newest) {
      newest = shared.time();
      newestBits = shared.bits();
    }
    if (timestamp > newest) {
      return ACCEPTED;
    }
    if (timestamp == newest && newestBits != ColumnTable.HISTOGRAM_BITS) {
      if (newestBits == bits) {
        stored++;
        leftOut.set(column);
        return SAME;
      }
      refuse(column, timestamp, true);
      return REFUSED;
    }
    if (late) {
      Double existing = target.floatAt(column, timestamp);
      if (existing != null && Double.doubleToRawLongBits(existing) == bits) {
        stored++;
        leftOut.set(column);
        return SAME;
      }
      if (existing != null || target.histogramAt(column, timestamp) != null) {
        refuse(column, timestamp, true);
        return REFUSED;
      }
      scratch.late(column, bits);
      stored++;
      return LATE;
    }
    refuse(column, timestamp, timestamp == newest);
    return REFUSED;
  }

  private void refuse(int column, long timestamp, boolean taken) {
    leftOut.set(column);
    CommitResult.Reason reason = taken ? CommitResult.Reason.DUPLICATE : bounds.reason(timestamp);
    switch (reason) {
      case DUPLICATE -> duplicate++;
      case OUT_OF_ORDER -> outOfOrder++;
      case TOO_OLD, OUT_OF_BOUNDS -> tooOld++;
    }
    if (refusals.isEmpty()) {
      refusals = new ArrayList<>();
    }
    if (refusals.size() < CommitResult.MAX_REFUSALS) {
      refusals.add(new CommitResult.Refusal(target.labelsOf(column), timestamp, reason));
    }
  }
}
