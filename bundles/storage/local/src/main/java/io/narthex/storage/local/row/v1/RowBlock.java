// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.row.v1;

import io.narthex.storage.local.memory.PagePool;
import io.narthex.storage.local.memory.WordLog;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * The newest rows of a target, as {@linkplain PieceWriter pieces} in off-heap pages, with the
 * series of each column.
 *
 * <p>The target appends under its lock; readers see the pieces below a count that the target has
 * published. Pages are given back when the last holder has called {@link #release}.
 */
public final class RowBlock {

  private final WordLog log;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final long firstPiece;
  private volatile int[] offsets = new int[16];
  private volatile int[] layout;
  private int columns;
  private int pieces;
  private long samples;
  private long minTime = Long.MAX_VALUE;
  private long maxTime = Long.MIN_VALUE;

  /**
   * An empty block.
   *
   * @param layout the series of each column, -1 for a column that is not in use; taken over
   * @param columns how many entries of {@code layout} count
   * @param firstPiece the number of its first piece among all of the target
   */
  public RowBlock(PagePool pool, int[] layout, int columns, long firstPiece) {
    this.log = new WordLog(pool);
    this.layout = layout;
    this.columns = columns;
    this.firstPiece = firstPiece;
  }

  /** Returns the number of its first piece among all pieces of the target. */
  public long firstPiece() {
    return firstPiece;
  }

  /** Returns how many columns there are. */
  public int columns() {
    return columns;
  }

  /** Returns the series of a column, or -1. */
  public int series(int column) {
    return layout[column];
  }

  /** Gives a column to a series; the column is new or was not in use. */
  public void setSeries(int column, int series) {
    int[] now = layout;
    if (column >= now.length) {
      now = Arrays.copyOf(now, Math.max(column + 1, now.length + (now.length >> 3) + 8));
    }
    if (column >= columns) {
      Arrays.fill(now, columns, now.length, -1);
      columns = column + 1;
    }
    now[column] = series;
    layout = now;
  }

  /** Takes the series of the columns out of a set. */
  public void keepReferred(BitSet gone) {
    for (int c = 0; c < columns; c++) {
      if (layout[c] >= 0) {
        gone.clear(layout[c]);
      }
    }
  }

  /** Returns the columns with a series that pass a test and that no piece names. */
  public BitSet unnamed(IntPredicate test) {
    BitSet unnamed = new BitSet();
    for (int c = 0; c < columns; c++) {
      unnamed.set(c, layout[c] >= 0 && test.test(c));
    }
    for (int p = 0; p < pieces && !unnamed.isEmpty(); p++) {
      clearNamed(offsets[p], unnamed);
    }
    return unnamed;
  }

  private void clearNamed(int piece, BitSet of) {
    long head = log.get(piece + 1);
    int n = n(head);
    int first = (int) log.get(piece + 2);
    switch (kind(head)) {
      case PieceWriter.DENSE_ALL -> of.clear(first, first + n);
      case PieceWriter.DENSE -> {
        for (int c = of.nextSetBit(first); c >= 0 && c < first + n; c = of.nextSetBit(c + 1)) {
          int i = c - first;
          if ((log.get(piece + 3 + (i >>> 6)) >>> (i & 63) & 1) != 0) {
            of.clear(c);
          }
        }
      }
      case PieceWriter.HISTOGRAM -> of.clear(first);
      default -> {
        for (int i = 0; i < n; i++) {
          of.clear((int) (log.get(piece + 2 + (i >>> 1)) >>> ((i & 1) << 5)));
        }
      }
    }
  }

  /** Returns the number above all series of the columns. */
  public int seriesEnd() {
    int end = 0;
    for (int c = 0; c < columns; c++) {
      end = Math.max(end, layout[c] + 1);
    }
    return end;
  }

  /** Returns a copy of the layout. */
  public int[] layout() {
    return Arrays.copyOf(layout, columns);
  }

  /** Returns the layout itself for readers; may be longer than the columns, -1 behind them. */
  int[] sharedLayout() {
    return layout;
  }

  /**
   * Appends pieces.
   *
   * @param count how many pieces the words hold
   * @param newSamples how many samples they hold
   */
  public void append(long[] words, int offset, int length, int count, long newSamples) {
    int[] at = offsets;
    if (pieces + count > at.length) {
      at = Arrays.copyOf(at, Math.max(pieces + count, at.length * 2));
    }
    int base = log.size();
    int next = offset;
    for (int i = 0; i < count; i++) {
      at[pieces + i] = base + next - offset;
      minTime = Math.min(minTime, words[next]);
      maxTime = Math.max(maxTime, words[next]);
      next += pieceLength(words[next + 1]);
    }
    log.append(words, offset, length);
    offsets = at;
    pieces += count;
    samples += newSamples;
  }

  static int kind(long head) {
    return (int) head & 0xff;
  }

  /** Returns the length in words that a piece's second word tells. */
  public static int pieceLength(long head) {
    return (int) (head >>> 8) & 0xffffff;
  }

  static int n(long head) {
    return (int) (head >>> 32);
  }

  /** Returns how many pieces there are. */
  public int pieces() {
    return pieces;
  }

  /** Returns how many samples there are. */
  public long samples() {
    return samples;
  }

  /** Returns how many words the pieces take. */
  public int words() {
    return log.size();
  }

  /** Returns the oldest timestamp. */
  public long minTime() {
    return minTime;
  }

  /** Returns the newest timestamp. */
  public long maxTime() {
    return maxTime;
  }

  int offset(int piece) {
    return offsets[piece];
  }

  long word(int index) {
    return log.get(index);
  }

  void read(int index, long[] into, int offset, int count) {
    log.read(index, into, offset, count);
  }

  /** Holds the block, so that it stays readable; false when it is gone already. */
  public boolean hold() {
    while (true) {
      int now = holders.get();
      if (now == 0) {
        return false;
      }
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Lets go of the block; the last one gives its pages back. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      log.free();
    }
  }
}
