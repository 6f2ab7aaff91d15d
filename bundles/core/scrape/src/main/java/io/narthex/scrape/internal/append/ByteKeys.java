// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.exposition.ExpectedLines;
import java.util.Arrays;

/**
 * Finds the entry of a series by the bytes of its name and labels as they stand in a body. Before
 * these bytes lie the comments that stood in front of the series, so that a body that kept its
 * shape is known by comparing one range of bytes a line. The bytes of all entries lie in one array,
 * in the order in which they came, so that comparing line after line runs through memory in one
 * direction. Not safe for several threads.
 */
final class ByteKeys implements SeriesKeys {

  private static final int EMPTY = -1;
  private static final int INITIAL_SLOTS = 256;

  private byte[] bytes = new byte[4096];
  private int used;
  private int wasted;
  private int[] from = new int[64];
  private int[] series = new int[64];
  private int[] to = new int[64];
  private int[] slots = emptySlots(INITIAL_SLOTS);
  private int count;

  private static int[] emptySlots(int size) {
    int[] slots = new int[size];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  /** Returns the array that {@link #seriesFrom} and {@link #to} point into. */
  byte[] bytes() {
    return bytes;
  }

  int seriesFrom(int entry) {
    return series[entry];
  }

  int to(int entry) {
    return to[entry];
  }

  /**
   * Returns what a body looks like that has the entries in an order; valid until the next change.
   */
  ExpectedLines lines(int[] order) {
    return new ExpectedLines(bytes, order, from, series, to);
  }

  /** Returns the entry with these bytes, or -1. */
  int find(byte[] buffer, int start, int end) {
    int mask = slots.length - 1;
    for (int slot = hash(buffer, start, end) & mask;
        slots[slot] != EMPTY;
        slot = (slot + 1) & mask) {
      int entry = slots[slot];
      if (Arrays.equals(bytes, series[entry], to[entry], buffer, start, end)) {
        return entry;
      }
    }
    return -1;
  }

  /**
   * Adds an entry whose bytes are not there yet.
   *
   * @param segment where the comments in front of it begin in the buffer
   * @param start where its name begins
   * @param end where its labels end
   */
  void put(int entry, byte[] buffer, int segment, int start, int end) {
    if (entry >= from.length) {
      int size = Math.max(entry + 1, from.length + (from.length >> 1));
      from = Arrays.copyOf(from, size);
      series = Arrays.copyOf(series, size);
      to = Arrays.copyOf(to, size);
    }
    store(entry, buffer, segment, start, end);
    count++;
    if (4 * count > 3 * slots.length) {
      rehash(2 * slots.length);
    }
    insert(entry);
  }

  private void store(int entry, byte[] buffer, int segment, int start, int end) {
    int length = end - segment;
    if (used + length > bytes.length) {
      makeRoom(length);
    }
    System.arraycopy(buffer, segment, bytes, used, length);
    from[entry] = used;
    series[entry] = used + start - segment;
    used += length;
    to[entry] = used;
  }

  /** Notes the comments that stand in front of an entry now; the entry's own bytes are the same. */
  void comments(int entry, byte[] buffer, int segment, int start, int end) {
    if (Arrays.equals(bytes, from[entry], series[entry], buffer, segment, start)) {
      return;
    }
    if (start - segment <= series[entry] - from[entry]) {
      // What is shorter fits where the longer stood; the rest of the place is wasted.
      int at = series[entry] - (start - segment);
      System.arraycopy(buffer, segment, bytes, at, start - segment);
      wasted += at - from[entry];
      from[entry] = at;
      return;
    }
    wasted += to[entry] - from[entry];
    int length = end - segment;
    if (used + length > bytes.length) {
      // So that the old bytes are not carried along.
      from[entry] = to[entry];
      series[entry] = to[entry];
    }
    store(entry, buffer, segment, start, end);
  }

  private void insert(int entry) {
    int mask = slots.length - 1;
    int slot = hash(entry) & mask;
    while (slots[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = entry;
  }

  private void rehash(int size) {
    int[] old = slots;
    slots = emptySlots(size);
    for (int entry : old) {
      if (entry != EMPTY) {
        insert(entry);
      }
    }
  }

  /** Takes an entry out. */
  @Override
  public void remove(int entry) {
    int mask = slots.length - 1;
    int slot = hash(entry) & mask;
    while (slots[slot] != entry) {
      if (slots[slot] == EMPTY) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    // Closes the gap, so that no probe ends too early.
    int gap = slot;
    int next = (gap + 1) & mask;
    while (slots[next] != EMPTY) {
      int home = hash(slots[next]) & mask;
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        slots[gap] = slots[next];
        gap = next;
      }
      next = (next + 1) & mask;
    }
    slots[gap] = EMPTY;
    count--;
    wasted += to[entry] - from[entry];
    from[entry] = 0;
    series[entry] = 0;
    to[entry] = 0;
  }

  /** Drops the bytes of removed entries, or takes a larger array. */
  private void makeRoom(int length) {
    byte[] old = bytes;
    int kept = used - wasted;
    int size = old.length;
    while (size < kept + length || (wasted <= used / 4 && size < used + length)) {
      size = Math.addExact(size, Math.max(length, size >> 2));
    }
    bytes = new byte[size];
    used = 0;
    wasted = 0;
    int[] entries = Arrays.stream(slots).filter(entry -> entry != EMPTY).toArray();
    long[] byPlace = new long[entries.length];
    for (int i = 0; i < entries.length; i++) {
      byPlace[i] = (long) from[entries[i]] << 32 | entries[i];
    }
    Arrays.sort(byPlace);
    for (long packed : byPlace) {
      int entry = (int) packed;
      int bytesOfEntry = to[entry] - from[entry];
      System.arraycopy(old, from[entry], bytes, used, bytesOfEntry);
      series[entry] += used - from[entry];
      from[entry] = used;
      used += bytesOfEntry;
      to[entry] = used;
    }
  }

  /** Forgets all entries. */
  @Override
  public void clear() {
    used = 0;
    wasted = 0;
    count = 0;
    Arrays.fill(slots, EMPTY);
  }

  private int hash(int entry) {
    return hash(bytes, series[entry], to[entry]);
  }

  private static int hash(byte[] buffer, int start, int end) {
    int hash = 1;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + buffer[i];
    }
    // Spreads the high bits over the slots.
    return hash ^ hash >>> 15 ^ hash >>> 7;
  }
}
