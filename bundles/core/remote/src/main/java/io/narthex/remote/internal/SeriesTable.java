// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.exposition.SeriesHash;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where each known series goes: from the hash of its label bytes to the number of its target and
 * its column. Plain arrays, about 40 bytes a series; no object and no text is kept per series.
 *
 * <p>Series are numbered in the order in which they came. Senders send series in the same order
 * again and again, so who has found one guesses that the next number comes next; the table of
 * numbers by hash, in which every look is a miss of the cache, is mostly not asked.
 *
 * <p>Safe for several threads, except {@link #dropIdle}, which changes the numbers and must have
 * the table for itself.
 */
final class SeriesTable {

  /** The target number of a series whose labels are not valid: its samples are left out. */
  static final int INVALID = -1;

  /** What {@link #find} returns for a series that is not known. */
  static final int MISSING = -1;

  private static final int PARTS = 64;
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int LONGS = 3;

  private final Part[] parts = new Part[PARTS];
  private final Object growing = new Object();
  // Written before the size that makes it visible.
  private volatile Chunk[] chunks = {new Chunk()};
  private volatile int size;
  private final AtomicInteger retired = new AtomicInteger();

  /** The series of {@link #CHUNK} numbers. */
  private static final class Chunk {
    // Of each series: both halves of its hash, its target and column.
    private final long[] entries = new long[LONGS * CHUNK];
    private final int[] used = new int[CHUNK];
  }

  /** Is told of series that are dropped. */
  @FunctionalInterface
  interface Dropped {
    void series(int target, int column);
  }

  SeriesTable() {
    Arrays.setAll(parts, i -> new Part());
  }

  /**
   * Finds a series and notes that it was used.
   *
   * @param time the present time in any coarse unit
   * @param guess the number that it may have; any number from 0
   * @return its number, or {@link #MISSING}
   */
  int find(SeriesHash hash, int time, int guess) {
    long first = hash.first();
    long second = hash.second();
    int number =
        guess < size && holds(guess, first, second) ? guess : part(first).find(first, second);
    if (number >= 0) {
      use(number, time);
    }
    return number;
  }

  /** Returns which number to guess after one was found. */
  int after(int number) {
    return number + 1 < size ? number + 1 : 0;
  }

  /**
   * Adds a series.
   *
   * @return false when it was there already
   */
  boolean add(SeriesHash hash, int target, int column, int time) {
    return part(hash.first()).add(hash.first(), hash.second(), place(target, column), time);
  }

  /** Makes a series look as if it had not been used for long. */
  void retire(int number) {
    use(number, Integer.MIN_VALUE);
    retired.incrementAndGet();
  }

  /** Returns how often series were retired since {@link #dropIdle}. */
  int retired() {
    return retired.get();
  }

  /** Returns the target's number of a series, or {@link #INVALID}. */
  int target(int number) {
    return (int) (place(number) >> 32);
  }

  /** Returns the column of a series. */
  int column(int number) {
    return (int) place(number);
  }

  /** Returns how many series are known. */
  int size() {
    return size;
  }

  /** Drops all series that were last used before a time. */
  void dropIdle(int before, Dropped dropped) {
    int all = size;
    int kept = 0;
    retired.set(0);
    for (int i = 0; i < all; i++) {
      Chunk from = chunks[i >>> CHUNK_BITS];
      int at = i & (CHUNK - 1);
      if (from.used[at] < before) {
        dropped.series(target(i), column(i));
      } else {
        Chunk to = chunks[kept >>> CHUNK_BITS];
        System.arraycopy(from.entries, LONGS * at, to.entries, LONGS * (kept & (CHUNK - 1)), LONGS);
        to.used[kept & (CHUNK - 1)] = from.used[at];
        kept++;
      }
    }
    if (kept < all) {
      size = kept;
      chunks = Arrays.copyOf(chunks, Math.max(1, (kept + CHUNK - 1) >>> CHUNK_BITS));
      for (Part part : parts) {
        part.clear();
      }
      for (int i = 0; i < kept; i++) {
        part(first(i)).put(i);
      }
    }
  }

  private boolean holds(int number, long first, long second) {
    long[] entries = chunks[number >>> CHUNK_BITS].entries;
    int at = LONGS * (number & (CHUNK - 1));
    return entries[at] == first && entries[at + 1] == second;
  }

  private void use(int number, int time) {
    int[] used = chunks[number >>> CHUNK_BITS].used;
    if (used[number & (CHUNK - 1)] != time) {
      used[number & (CHUNK - 1)] = time;
    }
  }

  private long first(int number) {
    return chunks[number >>> CHUNK_BITS].entries[LONGS * (number & (CHUNK - 1))];
  }

  private long place(int number) {
    return chunks[number >>> CHUNK_BITS].entries[LONGS * (number & (CHUNK - 1)) + 2];
  }

  private static long place(int target, int column) {
    return (long) target << 32 | column;
  }

  private int append(long first, long second, long place, int time) {
    synchronized (growing) {
      int number = size;
      if (number >>> CHUNK_BITS == chunks.length) {
        Chunk[] more = Arrays.copyOf(chunks, chunks.length + 1);
        more[chunks.length] = new Chunk();
        chunks = more;
      }
      Chunk chunk = chunks[number >>> CHUNK_BITS];
      int at = number & (CHUNK - 1);
      chunk.entries[LONGS * at] = first;
      chunk.entries[LONGS * at + 1] = second;
      chunk.entries[LONGS * at + 2] = place;
      chunk.used[at] = time;
      size = number + 1;
      return number;
    }
  }

  private Part part(long hash) {
    return parts[(int) (hash >>> 58)];
  }

  /** The numbers of the series whose hashes begin alike, by the rest of the hash. */
  private final class Part {

    // Numbers of series, from 1; 0 is a free slot.
    private int[] slots = new int[64];
    private int count;

    synchronized int find(long first, long second) {
      return slots[slot(first, second)] - 1;
    }

    synchronized boolean add(long first, long second, long place, int time) {
      int slot = slot(first, second);
      if (slots[slot] != 0) {
        return false;
      }
      fill(slot, append(first, second, place, time));
      return true;
    }

    synchronized void clear() {
      slots = new int[64];
      count = 0;
    }

    /** Puts in a number that is not there. */
    synchronized void put(int number) {
      fill(free(slots, first(number)), number);
    }

    private void fill(int slot, int number) {
      slots[slot] = number + 1;
      if (++count * 3 > slots.length * 2) {
        int[] more = new int[slots.length * 2];
        for (int known : slots) {
          if (known != 0) {
            more[free(more, first(known - 1))] = known;
          }
        }
        slots = more;
      }
    }

    private static int free(int[] in, long first) {
      int slot = (int) first & (in.length - 1);
      while (in[slot] != 0) {
        slot = (slot + 1) & (in.length - 1);
      }
      return slot;
    }

    /** Returns the slot of a hash, or the free one where it belongs. */
    private int slot(long first, long second) {
      int mask = slots.length - 1;
      int slot = (int) first & mask;
      while (slots[slot] != 0 && !holds(slots[slot] - 1, first, second)) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }
  }
}
