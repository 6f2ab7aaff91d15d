// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.util.Arrays;

/**
 * The series of one target as the last good scrape had them: an entry a series, in arrays, and the
 * order in which they stood. The entry at the next place of that order is the prediction for the
 * next line; a target rarely changes its order, so that the prediction mostly holds and a series
 * costs a comparison of bytes.
 *
 * <p>After a good pass the table holds exactly the entries that were seen in it. Not safe for
 * several threads.
 */
final class SeriesTable {

  /** The column of a series that relabelling dropped. */
  static final int DROPPED = -1;

  /** The column of a series that is new in this pass and has none yet. */
  static final int PENDING = -2;

  /** The column of an entry that is not in use. */
  private static final int FREE = -3;

  private static final int INITIAL = 64;

  private int[] column = new int[INITIAL];
  private int[] seenAt = new int[INITIAL];
  private int[] explicitAt = new int[INITIAL];
  private int[] place = new int[INITIAL];
  private int[] free = new int[INITIAL];
  private int freeCount;
  private int used;
  private int live;

  private int[] order = new int[INITIAL];
  private int orderCount;
  private int[] nextOrder = new int[INITIAL];
  private int nextCount;
  private int position;
  private boolean disorder;

  private int pass;
  private int seen;

  /** Begins a pass over a target's lines. */
  void begin() {
    pass++;
    position = 0;
    nextCount = 0;
    seen = 0;
    disorder = false;
  }

  /** Returns the entry that is expected next, or -1. */
  int predicted() {
    return position < orderCount ? order[position] : -1;
  }

  /**
   * Says that the next line is an entry, and predicts from there on.
   *
   * @return whether it is the first time in this pass
   */
  boolean meet(int entry) {
    if (position < orderCount && order[position] == entry) {
      position++;
    } else {
      disorder = true;
      if (place[entry] >= 0) {
        position = place[entry] + 1;
      }
    }
    if (nextCount == nextOrder.length) {
      nextOrder = Arrays.copyOf(nextOrder, 2 * nextCount);
    }
    nextOrder[nextCount++] = entry;
    if (seenAt[entry] == pass) {
      return false;
    }
    seenAt[entry] = pass;
    seen++;
    return true;
  }

  /** Adds an entry with a column still to come; it is met by {@link #meet} as any other. */
  int add() {
    int entry;
    if (freeCount > 0) {
      entry = free[--freeCount];
    } else {
      entry = used++;
      if (entry == column.length) {
        grow(2 * entry);
      }
    }
    column[entry] = PENDING;
    seenAt[entry] = 0;
    explicitAt[entry] = 0;
    place[entry] = -1;
    live++;
    return entry;
  }

  private void grow(int size) {
    column = Arrays.copyOf(column, size);
    seenAt = Arrays.copyOf(seenAt, size);
    explicitAt = Arrays.copyOf(explicitAt, size);
    place = Arrays.copyOf(place, size);
  }

  /** Takes an entry out. */
  void remove(int entry) {
    column[entry] = FREE;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = entry;
    live--;
  }

  int column(int entry) {
    return column[entry];
  }

  void column(int entry, int value) {
    column[entry] = value;
  }

  /** Notes that the entry had a timestamp of its own in this pass. */
  void markExplicit(int entry) {
    explicitAt[entry] = pass;
  }

  /**
   * Returns whether the entry had a timestamp of its own in the last good pass, or, when this pass
   * has got so far, in this one.
   */
  boolean wasExplicit(int entry, int lastGood) {
    return explicitAt[entry] >= lastGood && explicitAt[entry] != 0;
  }

  boolean isSeen(int entry) {
    return seenAt[entry] == pass;
  }

  /** Returns whether an entry below {@link #bound} is in use. */
  boolean isLive(int entry) {
    return column[entry] != FREE;
  }

  /** Returns the number above all entries. */
  int bound() {
    return used;
  }

  /** Returns whether entries were not met in this pass. */
  boolean anyUnseen() {
    return seen < live;
  }

  int pass() {
    return pass;
  }

  /** Returns how many entries there are. */
  int size() {
    return live;
  }

  /** Ends a good pass: its order becomes the prediction. Unseen entries must be removed already. */
  void keepOrder() {
    if (!disorder && nextCount == orderCount) {
      return;
    }
    int[] old = order;
    order = nextOrder;
    orderCount = nextCount;
    nextOrder = old;
    for (int i = orderCount - 1; i >= 0; i--) {
      place[order[i]] = i;
    }
  }

  /** Forgets the order, when the keys were forgotten. */
  void clearOrder() {
    orderCount = 0;
    Arrays.fill(place, 0, used, -1);
  }

  /** Forgets everything. */
  void clear() {
    used = 0;
    live = 0;
    freeCount = 0;
    orderCount = 0;
    nextCount = 0;
    seen = 0;
  }
}
