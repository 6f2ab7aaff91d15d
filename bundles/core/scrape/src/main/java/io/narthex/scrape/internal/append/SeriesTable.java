// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The series of one target as the last good scrape had them: an entry a series, in arrays, and the
 * order in which they stood. The entry at the next place of that order is the prediction for the
 * next line; a target rarely changes its order, so that the prediction mostly holds and a series
 * costs a hash of its bytes.
 *
 * <p>After a good pass the table holds exactly the entries that were seen in it. As long as a pass
 * meets just what was predicted nothing is noted but how far it has come ({@link #position}); what
 * was seen is written down with the first surprise. Not safe for several threads.
 */
final class SeriesTable {

  /** The column of a series that relabelling dropped. */
  static final int DROPPED = -1;

  /** The column of a series that is new in this pass and has none yet. */
  static final int PENDING = -2;

  /** The column of an entry that is not in use. */
  private static final int FREE = -3;

  private static final int INITIAL = 64;
  private static final int[] NONE = new int[0];

  /** The order of most targets, which all of them share. */
  private static volatile int[] ascending = NONE;

  private int[] column = new int[INITIAL];
  // The entries met in this pass, once that is written down.
  private final BitSet met = new BitSet();
  // The pass in which an entry last had a timestamp of its own; as long as some entry ever had one.
  private int[] explicitAt = NONE;
  // Where an entry stands in the order, or -1; made when a pass first asks for it.
  private int[] place = NONE;
  private int[] free = NONE;
  private int freeCount;
  private int used;
  private int live;

  private int[] order = NONE;
  private int orderCount;
  private int[] nextOrder = NONE;
  private int nextCount;
  private int position;
  private boolean disorder;

  /** Whether an entry stands in the order more than once, so that each meeting must be noted. */
  private boolean repeats;

  private int pass;
  private int seen;

  /** Begins a pass over a target's lines. */
  void begin() {
    pass++;
    position = 0;
    nextCount = 0;
    nextOrder = NONE;
    seen = 0;
    met.clear();
    disorder = repeats;
  }

  /** Returns the entry that is expected next, or -1. */
  int predicted() {
    return position < orderCount ? order[position] : -1;
  }

  /**
   * Returns the entries in the order in which they are expected, {@link #expected} of them; to be
   * read only.
   */
  int[] order() {
    return order;
  }

  /** Returns how many lines are expected. */
  int expected() {
    return orderCount;
  }

  /** Returns the place of the next line in the order. */
  int position() {
    return position;
  }

  /** Returns whether runs of lines can be met without looking at each. */
  boolean allowsRuns() {
    return !repeats;
  }

  /**
   * Says that the next lines are the entries that are predicted.
   *
   * @return false when nothing was noted, because each line must be met by itself in this pass
   */
  boolean meetRun(int count) {
    if (!disorder) {
      position += count;
    }
    return !disorder;
  }

  /**
   * Says that the next line is an entry, and predicts from there on.
   *
   * @return whether it is the first time in this pass
   */
  boolean meet(int entry) {
    boolean predicted = position < orderCount && order[position] == entry;
    if (predicted) {
      position++;
      if (!disorder) {
        return true;
      }
    } else {
      writeDown();
      int at = place(entry);
      if (at >= 0) {
        position = at + 1;
      }
    }
    if (nextCount == nextOrder.length) {
      nextOrder = Arrays.copyOf(nextOrder, Math.max(INITIAL, 2 * nextCount));
    }
    nextOrder[nextCount++] = entry;
    if (met.get(entry)) {
      return false;
    }
    met.set(entry);
    seen++;
    return true;
  }

  /** Notes what was met so far line by line, because the pass is not as predicted. */
  private void writeDown() {
    if (disorder) {
      return;
    }
    disorder = true;
    if (nextOrder.length < position + 1) {
      nextOrder = new int[position + INITIAL];
    }
    System.arraycopy(order, 0, nextOrder, 0, position);
    nextCount = position;
    seen = position;
    for (int i = 0; i < position; i++) {
      met.set(order[i]);
    }
  }

  private int place(int entry) {
    if (place.length == 0) {
      place = new int[column.length];
      Arrays.fill(place, -1);
      for (int i = orderCount - 1; i >= 0; i--) {
        place[order[i]] = i;
      }
    }
    return entry < place.length ? place[entry] : -1;
  }

  /** Adds an entry with a column still to come; it is met by {@link #meet} as any other. */
  int add() {
    int entry;
    if (freeCount > 0) {
      entry = free[--freeCount];
    } else {
      entry = used++;
      if (entry == column.length) {
        column = Arrays.copyOf(column, entry + (entry >> 1));
      }
    }
    column[entry] = PENDING;
    met.clear(entry);
    if (entry < explicitAt.length) {
      explicitAt[entry] = 0;
    }
    if (entry < place.length) {
      place[entry] = -1;
    }
    live++;
    return entry;
  }

  /** Takes an entry out. */
  void remove(int entry) {
    column[entry] = FREE;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Math.max(INITIAL, 2 * freeCount));
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
    if (entry >= explicitAt.length) {
      explicitAt = Arrays.copyOf(explicitAt, column.length);
    }
    explicitAt[entry] = pass;
  }

  /** Returns whether the entry had a timestamp of its own in a pass, the last one that it had. */
  boolean wasExplicit(int entry, int ofPass) {
    return entry < explicitAt.length && explicitAt[entry] == ofPass;
  }

  /**
   * Returns the entries that were met in this pass, are in use still, and are not dropped.
   *
   * @param most how many to return: the first ones that were met
   */
  BitSet firstMet(long most) {
    BitSet first = new BitSet();
    int[] lines = disorder ? nextOrder : order;
    int count = disorder ? nextCount : position;
    long taken = 0;
    for (int i = 0; i < count && taken < most; i++) {
      int entry = lines[i];
      if (column[entry] != DROPPED && isLive(entry) && !first.get(entry)) {
        first.set(entry);
        taken++;
      }
    }
    return first;
  }

  boolean isSeen(int entry) {
    return met.get(entry);
  }

  /** Returns whether an entry below {@link #bound} is in use. */
  boolean isLive(int entry) {
    return column[entry] != FREE;
  }

  /** Returns the number above all entries. */
  int bound() {
    return used;
  }

  /** Returns whether entries were not met in this pass; no line is met after that. */
  boolean anyUnseen() {
    if (!disorder && position == live) {
      return false;
    }
    writeDown();
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
    if (!disorder) {
      return;
    }
    order = isAscending() ? ascending(nextCount) : Arrays.copyOf(nextOrder, nextCount);
    orderCount = nextCount;
    nextOrder = NONE;
    repeats = orderCount > live;
    place = NONE;
  }

  private boolean isAscending() {
    for (int i = 0; i < nextCount; i++) {
      if (nextOrder[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** Returns an array whose first so many numbers are those of their places. */
  private static int[] ascending(int count) {
    int[] known = ascending;
    if (known.length < count) {
      int[] longer = new int[Math.max(count, known.length + (known.length >> 1))];
      Arrays.setAll(longer, i -> i);
      ascending = longer;
      return longer;
    }
    return known;
  }

  /** Forgets the order, when the keys were forgotten. */
  void clearOrder() {
    orderCount = 0;
    repeats = false;
    place = NONE;
  }

  /** Forgets everything. */
  void clear() {
    used = 0;
    live = 0;
    freeCount = 0;
    orderCount = 0;
    repeats = false;
    nextCount = 0;
    seen = 0;
    place = NONE;
  }
}
