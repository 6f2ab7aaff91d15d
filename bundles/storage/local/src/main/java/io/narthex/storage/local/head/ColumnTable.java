// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.memory.IntList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The columns of a target: how many writers use each, and its newest sample. Under the target's
 * lock.
 */
final class ColumnTable {

  /** Stands for the value of a histogram among the bits of the newest values. */
  static final long HISTOGRAM_BITS = 0x7ff00000ab5e0002L;

  private static final int MAX_USERS = 255;

  private int count;
  private int used;
  // As an unsigned byte; the few columns that have more users have the rest in a map.
  private byte[] users = new byte[8];
  private final Map<Integer, Integer> furtherUsers = new HashMap<>();
  private long[] times = new long[8];
  private long[] bits = new long[8];
  private long[] inBlock = new long[1];
  private final BitSet shared = new BitSet();
  private final IntList free = new IntList();

  int count() {
    return count;
  }

  /** Returns how many columns have a series. */
  int inUse() {
    return count - free.size();
  }

  /** Returns how many columns have a writer. */
  int used() {
    return used;
  }

  /** Returns a column that is not in use, or a new one. */
  int take() {
    int column = free.size() > 0 ? free.removeLast() : count;
    ensure(column + 1);
    users[column] = 0;
    reset(column);
    return column;
  }

  /** Makes sure that columns below a number exist. */
  void ensure(int columns) {
    if (columns > users.length) {
      // Every column takes seventeen bytes here, so that room for many to come would show.
      int capacity = Math.max(columns, users.length + (users.length >> 3) + 8);
      users = Arrays.copyOf(users, capacity);
      bits = Arrays.copyOf(bits, capacity);
      times = Arrays.copyOf(times, capacity);
      inBlock = Arrays.copyOf(inBlock, (capacity + 63) >>> 6);
    }
    if (columns > count) {
      Arrays.fill(times, count, columns, Long.MIN_VALUE);
      count = columns;
    }
  }

  /** Gives a column back for another series; within a block only while no row refers to it. */
  void free(int column) {
    free.add(column);
  }

  /** Forgets all columns, none of which has a writer, and the memory for them. */
  void clear() {
    count = 0;
    users = new byte[8];
    times = new long[8];
    bits = new long[8];
    inBlock = new long[1];
    shared.clear();
    free.clear();
  }

  /** Forgets which columns are free. */
  void forgetFree() {
    free.clear();
  }

  /** A column belongs to another series now. */
  void reset(int column) {
    times[column] = Long.MIN_VALUE;
    bits[column] = 0;
    shared.clear(column);
    clearInBlock(column);
  }

  boolean isUsed(int column) {
    return users[column] != 0;
  }

  /** Returns whether a column has neither a writer nor a newest sample. */
  boolean isEmpty(int column) {
    return !isUsed(column) && times[column] == Long.MIN_VALUE;
  }

  void addUser(int column) {
    if (users[column] == (byte) MAX_USERS) {
      furtherUsers.merge(column, 1, Integer::sum);
    } else if (users[column]++ == 0) {
      used++;
    }
  }

  void removeUser(int column) {
    if (furtherUsers.containsKey(column)) {
      furtherUsers.computeIfPresent(column, (c, n) -> n == 1 ? null : n - 1);
    } else if (--users[column] == 0) {
      used--;
    }
  }

  long time(int column) {
    return times[column];
  }

  /** Returns the newest sample's time for a reader without the lock; the column may be gone. */
  long timeIfThere(int column) {
    long[] now = times;
    return column < now.length ? now[column] : Long.MIN_VALUE;
  }

  long bits(int column) {
    return bits[column];
  }

  void set(int column, long time, long valueBits) {
    times[column] = time;
    bits[column] = valueBits;
  }

  /** Returns whether the block knows the column's value, which then is {@link #bits}. */
  boolean isInBlock(int column) {
    return (inBlock[column >>> 6] >>> (column & 63) & 1) != 0;
  }

  void setInBlock(int column) {
    inBlock[column >>> 6] |= 1L << (column & 63);
  }

  void clearInBlock(int column) {
    inBlock[column >>> 6] &= ~(1L << (column & 63));
  }

  /** A new block knows no column's value. */
  void beginBlock() {
    Arrays.fill(inBlock, 0);
  }

  boolean isShared(int column) {
    return shared.get(column);
  }

  boolean anyShared() {
    return !shared.isEmpty();
  }

  void setShared(int column) {
    shared.set(column);
  }
}
