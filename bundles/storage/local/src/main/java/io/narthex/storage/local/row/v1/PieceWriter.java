// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.row.v1;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.storage.local.codec.v1.HistogramCodec;
import java.util.Arrays;

/**
 * Writes <em>pieces</em>, parts of rows, as 64-bit words.
 *
 * <p>A row is one piece or several with the same timestamp. Every piece begins with
 *
 * <pre>
 * word 0  timestamp, milliseconds
 * word 1  bits 0-7 kind, bits 8-31 length of the piece in words, bits 32-63 n
 * </pre>
 *
 * <p>and goes on by its kind:
 *
 * <pre>
 * 1 DENSE_ALL  n columns in a row, each has a sample
 * 2 DENSE      n columns in a row, some have a sample
 *     word 2   bits 0-31 first column, bits 32-63 count of changed values
 *     P        presence, one bit a column, low bits first, ceil(n / 64) words; only with kind 2
 *     C        changed, one bit a column, low bits first, ceil(n / 64) words
 *     R        for every eighth word of C the count of bits set before it, 32 bits each, two a word
 *     V        the changed values, in the order of columns
 *              A column that is present and not changed has the value that it had when it last was
 *              in a DENSE or SPARSE piece of the same block.
 * 3 SPARSE     n samples of any columns, ascending
 * 4 LATE       the same, for samples out of order: "unchanged" never refers to them
 * 5 START      start timestamps of n columns, for the row of that timestamp
 *     K        columns, 32 bits each, two a word, ceil(n / 2) words
 *     V        n values: doubles, or milliseconds for START
 * 6 HISTOGRAM  one histogram
 *     word 2   bits 0-31 column, bits 32-63 length in bytes
 *     B        bytes as {@link HistogramCodec} writes them, padded with zeros
 * </pre>
 */
public final class PieceWriter {

  static final int DENSE_ALL = 1;
  static final int DENSE = 2;
  static final int SPARSE = 3;
  static final int LATE = 4;
  static final int START = 5;
  static final int HISTOGRAM = 6;

  private static final int MAX_WORDS = (1 << 24) - 1;

  private long[] words = new long[256];
  private int size;
  private int pieces;

  /** Forgets all pieces. */
  public void clear() {
    size = 0;
    pieces = 0;
    if (words.length > 1 << 20) {
      words = new long[256];
    }
  }

  /** Returns the words written; only the first {@link #size} count. */
  public long[] words() {
    return words;
  }

  /** Returns how many words were written. */
  public int size() {
    return size;
  }

  /** Returns how many pieces were written. */
  public int pieces() {
    return pieces;
  }

  private void room(int more) {
    if (more > MAX_WORDS) {
      throw new IllegalArgumentException("a row of " + more + " words is too large");
    }
    if (words.length - size < more) {
      words = Arrays.copyOf(words, Math.max(size + more, words.length * 2));
    }
  }

  private void head(long timestamp, int kind, int length, int n) {
    words[size] = timestamp;
    words[size + 1] = kind | (long) length << 8 | (long) n << 32;
  }

  /**
   * Writes columns that lie close together.
   *
   * @param firstColumn the column of {@code values[0]}
   * @param values one value a column, {@link SpecialValues#ABSENT} where there is none
   * @param n how many columns
   * @param changed one bit a column: its value is not the one it had before in the block
   */
  public void dense(long timestamp, int firstColumn, double[] values, int n, long[] changed) {
    int bitmap = (n + 63) >>> 6;
    int ranks = ((bitmap + 7) / 8 + 1) / 2;
    room(3 + 2 * bitmap + ranks + n);
    int presenceAt = size + 3;
    boolean all = true;
    for (int w = 0; w < bitmap; w++) {
      long present = 0;
      int end = Math.min(64, n - (w << 6));
      for (int b = 0; b < end; b++) {
        if (!SpecialValues.isAbsent(values[(w << 6) + b])) {
          present |= 1L << b;
        }
      }
      words[presenceAt + w] = present;
      all &= Long.bitCount(present) == end;
    }
    int changedAt = all ? presenceAt : presenceAt + bitmap;
    int ranksAt = changedAt + bitmap;
    Arrays.fill(words, ranksAt, ranksAt + ranks, 0);
    int to = ranksAt + ranks;
    int count = 0;
    for (int w = 0; w < bitmap; w++) {
      if ((w & 7) == 0) {
        int r = w >>> 3;
        words[ranksAt + (r >>> 1)] |= (long) count << ((r & 1) << 5);
      }
      long bits = changed[w];
      words[changedAt + w] = bits;
      while (bits != 0) {
        int column = (w << 6) + Long.numberOfTrailingZeros(bits);
        words[to++] = Double.doubleToRawLongBits(values[column]);
        count++;
        bits &= bits - 1;
      }
    }
    head(timestamp, all ? DENSE_ALL : DENSE, to - size, n);
    words[size + 2] = firstColumn & 0xffffffffL | (long) count << 32;
    size = to;
    pieces++;
  }

  /**
   * Writes samples of single columns.
   *
   * @param columns ascending
   * @param late whether they are out of order
   */
  public void sparse(long timestamp, int[] columns, long[] bits, int n, boolean late) {
    list(timestamp, late ? LATE : SPARSE, columns, bits, n);
  }

  /** Writes start timestamps of single columns. */
  public void starts(long timestamp, int[] columns, long[] startMs, int n) {
    list(timestamp, START, columns, startMs, n);
  }

  private void list(long timestamp, int kind, int[] columns, long[] values, int n) {
    int keys = (n + 1) >>> 1;
    int length = 2 + keys + n;
    room(length);
    head(timestamp, kind, length, n);
    Arrays.fill(words, size + 2, size + 2 + keys, 0);
    for (int i = 0; i < n; i++) {
      words[size + 2 + (i >>> 1)] |= (columns[i] & 0xffffffffL) << ((i & 1) << 5);
    }
    System.arraycopy(values, 0, words, size + 2 + keys, n);
    size += length;
    pieces++;
  }

  /** Writes a histogram. */
  public void histogram(long timestamp, int column, Histogram histogram) {
    byte[] bytes = HistogramCodec.encode(histogram);
    int length = 3 + (bytes.length + 7) / 8;
    room(length);
    head(timestamp, HISTOGRAM, length, 1);
    words[size + 2] = column & 0xffffffffL | (long) bytes.length << 32;
    Arrays.fill(words, size + 3, size + length, 0);
    for (int i = 0; i < bytes.length; i++) {
      words[size + 3 + (i >>> 3)] |= (bytes[i] & 0xffL) << ((i & 7) << 3);
    }
    size += length;
    pieces++;
  }
}
