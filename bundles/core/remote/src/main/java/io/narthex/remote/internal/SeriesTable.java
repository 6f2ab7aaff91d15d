// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import java.util.Arrays;

/**
 * Where each known series goes: from the hash of its label bytes to the number of its target and
 * its column. Plain arrays, about 45 bytes a series; no object and no text is kept per series. Safe
 * for several threads: each of the parts has a lock of its own.
 */
final class SeriesTable {

  /** The target number of a series whose labels are not valid: its samples are left out. */
  static final int INVALID = -1;

  /** What {@link #find} returns for a series that is not known. */
  static final long MISSING = Long.MIN_VALUE;

  private static final int PARTS = 64;

  private final Part[] parts = new Part[PARTS];

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
   * @return target and column as {@link #target} and {@link #column} take them, or {@link #MISSING}
   */
  long find(SeriesHash hash, int time) {
    return part(hash.first).find(hash.first, hash.second, time);
  }

  /**
   * Adds a series.
   *
   * @return false when it was there already
   */
  boolean add(SeriesHash hash, int target, int column, int time) {
    return part(hash.first).add(hash.first, hash.second, place(target, column), time);
  }

  /** Makes a series look as if it had not been used for long. */
  void retire(SeriesHash hash) {
    part(hash.first).find(hash.first, hash.second, Integer.MIN_VALUE);
  }

  /** Drops all series that were last used before a time. */
  void dropIdle(int before, Dropped dropped) {
    for (Part part : parts) {
      part.dropIdle(before, dropped);
    }
  }

  /** Returns how many series are known. */
  int size() {
    int size = 0;
    for (Part part : parts) {
      size += part.size();
    }
    return size;
  }

  static int target(long place) {
    return (int) (place >> 32);
  }

  static int column(long place) {
    return (int) place;
  }

  private static long place(int target, int column) {
    return (long) target << 32 | column;
  }

  private Part part(long hash) {
    return parts[(int) (hash >>> 58)];
  }

  /**
   * The series of a part in the order in which they came, and a table of their numbers by hash.
   * Senders send series in the same order again and again, so the one behind the last found is
   * tried first; the table, in which every look is a miss of the cache, is mostly not asked.
   */
  private static final class Part {

    private static final int LONGS = 3;

    // Of each series: both halves of its hash, its place.
    private long[] entries = new long[LONGS * 32];
    private int[] used = new int[32];
    // Numbers of series, from 1; 0 is a free slot.
    private int[] slots = new int[64];
    private int size;
    private int next;

    synchronized int size() {
      return size;
    }

    synchronized long find(long first, long second, int time) {
      int i = next;
      if (i >= size || entries[LONGS * i] != first || entries[LONGS * i + 1] != second) {
        i = slots[slot(first, second)] - 1;
        if (i < 0) {
          return MISSING;
        }
      }
      next = i + 1 == size ? 0 : i + 1;
      if (used[i] != time) {
        used[i] = time;
      }
      return entries[LONGS * i + 2];
    }

    synchronized boolean add(long first, long second, long place, int time) {
      int slot = slot(first, second);
      if (slots[slot] != 0) {
        return false;
      }
      if (size == used.length) {
        int capacity = size + (size >> 1);
        entries = Arrays.copyOf(entries, LONGS * capacity);
        used = Arrays.copyOf(used, capacity);
      }
      put(first, second, place, time);
      slots[slot] = size;
      if (size * 3 > slots.length * 2) {
        number(slots.length * 2);
      }
      return true;
    }

    private void put(long first, long second, long place, int time) {
      entries[LONGS * size] = first;
      entries[LONGS * size + 1] = second;
      entries[LONGS * size + 2] = place;
      used[size++] = time;
    }

    synchronized void dropIdle(int before, Dropped dropped) {
      int all = size;
      size = 0;
      next = 0;
      for (int i = 0; i < all; i++) {
        long place = entries[LONGS * i + 2];
        if (used[i] < before) {
          dropped.series(target(place), column(place));
        } else {
          put(entries[LONGS * i], entries[LONGS * i + 1], place, used[i]);
        }
      }
      if (size < all) {
        int capacity = slots.length;
        while (capacity > 64 && size * 3 < capacity) {
          capacity /= 2;
        }
        if (size + (size >> 1) < used.length / 2) {
          entries = Arrays.copyOf(entries, LONGS * Math.max(32, size + (size >> 2)));
          used = Arrays.copyOf(used, Math.max(32, size + (size >> 2)));
        }
        number(capacity);
      }
    }

    private void number(int capacity) {
      slots = new int[capacity];
      for (int i = 0; i < size; i++) {
        slots[slot(entries[LONGS * i], entries[LONGS * i + 1])] = i + 1;
      }
    }

    /** Returns the slot of a hash, or the free one where it belongs. */
    private int slot(long first, long second) {
      int mask = slots.length - 1;
      int slot = (int) first & mask;
      while (slots[slot] != 0) {
        int i = LONGS * (slots[slot] - 1);
        if (entries[i] == first && entries[i + 1] == second) {
          break;
        }
        slot = (slot + 1) & mask;
      }
      return slot;
    }
  }
}
