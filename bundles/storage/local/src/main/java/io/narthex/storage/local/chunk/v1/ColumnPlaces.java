// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk.v1;

import io.narthex.storage.local.codec.v1.ByteSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where the columns of a block are; see {@link BlockWriter}. A group at a time is brought onto the
 * heap, since neighbours are asked for one after the other. For one thread.
 */
final class ColumnPlaces {

  private static final int GROUP = BlockWriter.GROUP;
  private static final int MAX_VARINT = 5;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private final MemorySegment bytes;
  private final int columnCount;
  private final long layoutAt;
  private final long indexAt;
  private final long lengthsAt;
  private final long columnsAt;
  private final byte[] lengths = new byte[GROUP * MAX_VARINT];
  // Where the columns of the group begin, and the last one ends.
  private final long[] begins = new long[GROUP + 1];
  private int group = -1;
  private final int[] series = new int[GROUP];
  private int seriesGroup = -1;
  private int lastFound = -1;

  /**
   * The places of a block.
   *
   * @param layoutAt where the series of the columns are listed
   * @param indexAt where the index is
   * @param lengthsLength how many bytes the lengths have
   */
  ColumnPlaces(
      MemorySegment bytes, int columnCount, long layoutAt, long indexAt, long lengthsLength) {
    this.bytes = bytes;
    this.columnCount = columnCount;
    this.layoutAt = layoutAt;
    this.indexAt = indexAt;
    this.lengthsAt = indexAt + 8L * ((columnCount + GROUP - 1) / GROUP);
    this.columnsAt = lengthsAt + lengthsLength;
  }

  /** Returns where the columns begin. */
  long columnsAt() {
    return columnsAt;
  }

  /** Returns where a column begins. */
  long begin(int column) {
    load(column / GROUP);
    return begins[column % GROUP];
  }

  /** Returns how many bytes a column has. */
  int length(int column) {
    load(column / GROUP);
    return (int) (begins[column % GROUP + 1] - begins[column % GROUP]);
  }

  private void load(int wanted) {
    if (wanted == group) {
      return;
    }
    long entry = indexAt + 8L * wanted;
    long from = lengthsAt + unsigned(entry);
    boolean isLast = (wanted + 1) * GROUP >= columnCount;
    long to = isLast ? columnsAt : lengthsAt + unsigned(entry + 8);
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, lengths, 0, (int) (to - from));
    ByteSource in = new ByteSource(lengths, 0);
    int count = Math.min(GROUP, columnCount - wanted * GROUP);
    long begin = columnsAt + unsigned(entry + 4);
    for (int i = 0; i < count; i++) {
      begins[i] = begin;
      begin += in.varint();
    }
    begins[count] = begin;
    group = wanted;
  }

  private long unsigned(long at) {
    return bytes.get(INT, at) & 0xffffffffL;
  }

  /** Returns the column of a series, or -1; cheapest in ascending order. */
  int column(int wanted) {
    int next = lastFound + 1;
    if (next < columnCount && neighbour(next) == wanted) {
      lastFound = next;
      return next;
    }
    int low = 0;
    int high = columnCount - 1;
    while (low <= high) {
      int mid = (low + high) >>> 1;
      int at = bytes.get(INT, layoutAt + 4L * mid);
      if (at < wanted) {
        low = mid + 1;
      } else if (at > wanted) {
        high = mid - 1;
      } else {
        lastFound = mid;
        return mid;
      }
    }
    return -1;
  }

  private int neighbour(int column) {
    int wanted = column / GROUP;
    if (wanted != seriesGroup) {
      int count = Math.min(GROUP, columnCount - wanted * GROUP);
      MemorySegment.copy(bytes, INT, layoutAt + 4L * GROUP * wanted, series, 0, count);
      seriesGroup = wanted;
    }
    return series[column % GROUP];
  }
}
