// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.row.v1;

import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;

/**
 * The floats of {@value #WIDTH} neighbouring columns of a {@link RowBlock}, decoded with one walk
 * over its pieces. Walking costs much more than the values do, so that who reads column by column
 * gets them from here at a small part of the price. For one thread.
 */
final class ColumnGroup {

  static final int WIDTH = 64;

  private final RowBlock block;
  private final int rowCount;
  private int group = -1;
  // Row by row, WIDTH values each.
  private final double[] values;
  private final double[] last = new double[WIDTH];
  private final long[] words = new long[WIDTH];

  ColumnGroup(RowBlock block, int rowCount) {
    this.block = block;
    this.rowCount = rowCount;
    this.values = new double[rowCount * WIDTH];
  }

  /** Returns the number of the group that a column is in. */
  static int of(int column) {
    return column / WIDTH;
  }

  /** Returns whether a column is among those decoded last. */
  boolean has(int column) {
    return of(column) == group;
  }

  /** Begins another group. */
  void begin(int newGroup) {
    group = newGroup;
    Arrays.fill(values, SpecialValues.ABSENT);
    Arrays.fill(last, SpecialValues.ABSENT);
  }

  /** Copies a column's values out, one a row. */
  void copy(int column, double[] into, int offset) {
    int from = column % WIDTH;
    for (int r = 0; r < rowCount; r++) {
      into[offset + r] = values[from];
      from += WIDTH;
    }
  }

  /**
   * Takes in a DENSE or DENSE_ALL piece.
   *
   * @param at where the piece begins
   * @param n how many columns it has
   * @param first the first of them
   * @param row where its values go, or -1 when they are out of range
   */
  void dense(int at, int n, int first, boolean all, int row) {
    int low = Math.max(0, first - group * WIDTH);
    int begin = group * WIDTH + low - first;
    int count = Math.min(WIDTH - low, n - begin);
    if (count <= 0) {
      return;
    }
    int bitmap = (n + 63) >>> 6;
    int changedAt = all ? at + 3 : at + 3 + bitmap;
    long changed = bits(changedAt, bitmap, begin, count);
    if (changed != 0) {
      int values = changedAt + bitmap + ((bitmap + 7) / 8 + 1) / 2;
      int rank = RowBlockSource.rank(block, changedAt, bitmap, begin);
      block.read(values + rank, words, 0, Long.bitCount(changed));
      int next = 0;
      for (long left = changed; left != 0; left &= left - 1) {
        last[low + Long.numberOfTrailingZeros(left)] = Double.longBitsToDouble(words[next++]);
      }
    }
    if (row < 0) {
      return;
    }
    int to = row * WIDTH + low;
    if (all) {
      System.arraycopy(last, low, values, to, count);
      return;
    }
    for (long left = bits(at + 3, bitmap, begin, count); left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      values[to + i] = last[low + i];
    }
  }

  /** Returns up to 64 bits of a bitmap from some bit on. */
  private long bits(int bitmapAt, int bitmapWords, int begin, int count) {
    int word = begin >>> 6;
    int shift = begin & 63;
    long bits = block.word(bitmapAt + word) >>> shift;
    if (shift != 0 && word + 1 < bitmapWords) {
      bits |= block.word(bitmapAt + word + 1) << (64 - shift);
    }
    return count == 64 ? bits : bits & ((1L << count) - 1);
  }

  /** Takes in a float of a SPARSE piece, or of a LATE one, when its column is in the group. */
  void listed(int column, double value, boolean late, int row) {
    int i = column - group * WIDTH;
    if (!late) {
      last[i] = value;
    }
    if (row >= 0 && SpecialValues.isAbsent(values[row * WIDTH + i])) {
      values[row * WIDTH + i] = value;
    }
  }
}
