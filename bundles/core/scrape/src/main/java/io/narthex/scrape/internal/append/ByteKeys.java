// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.util.Arrays;

/**
 * Finds the entry of a series by the bytes of its name and labels as they stand in a body. The
 * bytes of all entries lie in one array, in the order in which they came, so that comparing line
 * after line runs through memory in one direction. Not safe for several threads.
 */
final class ByteKeys implements SeriesKeys {

  private static final int EMPTY = -1;
  private static final int INITIAL_SLOTS = 256;

  private byte[] bytes = new byte[4096];
  private int used;
  private int wasted;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int[] hashes = new int[64];
  private int[] slots = emptySlots(INITIAL_SLOTS);
  private int count;

  private static int[] emptySlots(int size) {
    int[] slots = new int[size];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  /** Returns the array that {@link #from} and {@link #to} point into. */
  byte[] bytes() {
    return bytes;
  }

  int from(int entry) {
    return from[entry];
  }

  int to(int entry) {
    return to[entry];
  }

  /** Returns the entry with these bytes, or -1. */
  int find(byte[] buffer, int start, int end) {
    int hash = hash(buffer, start, end);
    int mask = slots.length - 1;
    for (int slot = hash & mask; slots[slot] != EMPTY; slot = (slot + 1) & mask) {
      int entry = slots[slot];
      if (hashes[entry] == hash
          && Arrays.equals(bytes, from[entry], to[entry], buffer, start, end)) {
        return entry;
      }
    }
    return -1;
  }

  /** Adds an entry whose bytes are not there yet. */
  void put(int entry, byte[] buffer, int start, int end) {
    int length = end - start;
    if (used + length > bytes.length) {
      makeRoom(length);
    }
    System.arraycopy(buffer, start, bytes, used, length);
    if (entry >= from.length) {
      int size = Math.max(entry + 1, 2 * from.length);
      from = Arrays.copyOf(from, size);
      to = Arrays.copyOf(to, size);
      hashes = Arrays.copyOf(hashes, size);
    }
    from[entry] = used;
    to[entry] = used + length;
    hashes[entry] = hash(buffer, start, end);
    used += length;
    count++;
    if (2 * count > slots.length) {
      rehash(2 * slots.length);
    }
    insert(entry);
  }

  private void insert(int entry) {
    int mask = slots.length - 1;
    int slot = hashes[entry] & mask;
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
    int slot = hashes[entry] & mask;
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
      int home = hashes[slots[next]] & mask;
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
    to[entry] = 0;
  }

  /** Drops the bytes of removed entries, or takes a larger array. */
  private void makeRoom(int length) {
    byte[] old = bytes;
    int kept = used - wasted;
    int size = old.length;
    while (size < kept + length || (wasted <= used / 2 && size < used + length)) {
      size = Math.addExact(size, size);
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

  private static int hash(byte[] buffer, int start, int end) {
    int hash = 1;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + buffer[i];
    }
    // Spreads the high bits over the slots.
    return hash ^ hash >>> 15 ^ hash >>> 7;
  }
}
