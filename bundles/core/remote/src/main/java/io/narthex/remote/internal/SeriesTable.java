// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import java.util.Arrays;

/**
 * Where each known series goes: from the hash of its label bytes to the number of its target and
 * its column. Plain arrays with open addressing, about 50 bytes a series; no object and no text is
 * kept per series. Safe for several threads: each of the parts has a lock of its own.
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

  private static final class Part {

    private long[] firsts = new long[64];
    private long[] seconds = new long[64];
    private long[] places = new long[64];
    private int[] used = new int[64];
    private int size;

    synchronized int size() {
      return size;
    }

    synchronized long find(long first, long second, int time) {
      int i = slot(first, second);
      if (firsts[i] == 0) {
        return MISSING;
      }
      used[i] = time;
      return places[i];
    }

    synchronized boolean add(long first, long second, long place, int time) {
      int i = slot(first, second);
      if (firsts[i] != 0) {
        return false;
      }
      put(i, first, second, place, time);
      size++;
      if (size * 3 > firsts.length * 2) {
        rebuild(firsts.length * 2, Integer.MIN_VALUE, (target, column) -> {});
      }
      return true;
    }

    synchronized void dropIdle(int before, Dropped dropped) {
      rebuild(firsts.length, before, dropped);
    }

    private void rebuild(int capacity, int before, Dropped dropped) {
      long[] oldFirsts = firsts;
      long[] oldSeconds = seconds;
      long[] oldPlaces = places;
      int[] oldUsed = used;
      firsts = new long[capacity];
      seconds = new long[capacity];
      places = new long[capacity];
      used = new int[capacity];
      size = 0;
      for (int i = 0; i < oldFirsts.length; i++) {
        if (oldFirsts[i] != 0) {
          if (oldUsed[i] < before) {
            dropped.series(target(oldPlaces[i]), column(oldPlaces[i]));
          } else {
            put(
                slot(oldFirsts[i], oldSeconds[i]),
                oldFirsts[i],
                oldSeconds[i],
                oldPlaces[i],
                oldUsed[i]);
            size++;
          }
        }
      }
    }

    private void put(int i, long first, long second, long place, int time) {
      firsts[i] = first;
      seconds[i] = second;
      places[i] = place;
      used[i] = time;
    }

    private int slot(long first, long second) {
      int mask = firsts.length - 1;
      int i = (int) first & mask;
      while (firsts[i] != 0 && (firsts[i] != first || seconds[i] != second)) {
        i = (i + 1) & mask;
      }
      return i;
    }
  }
}
