// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.exposition.ExpectedLines;
import io.narthex.exposition.SeriesHash;
import java.util.Arrays;

/**
 * Finds the entry of a series by its name and labels as they stand in a body. These are kept as a
 * hash of 128 bits, which stands for the bytes ({@link SeriesHash}) and takes a quarter of their
 * place; the comments that stood in front of the series are kept byte for byte, so that a body that
 * kept its shape is known line by line. Not safe for several threads.
 */
final class ByteKeys implements SeriesKeys {

  private static final int EMPTY = -1;
  private static final int INITIAL_SLOTS = 256;

  private byte[] comments = new byte[1024];
  private int used;
  private int wasted;
  // Of each entry: where its comments lie, how many bytes the series has, both halves of the hash.
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int[] length = new int[64];
  private long[] hashes = new long[128];
  private int[] slots = emptySlots(INITIAL_SLOTS);
  private int count;
  private final SeriesHash hash = new SeriesHash();

  private static int[] emptySlots(int size) {
    int[] slots = new int[size];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  /** Gives the hash by which an entry's series is known. */
  void guess(int entry, SeriesHash into) {
    into.set(hashes[2 * entry], hashes[2 * entry + 1], length[entry]);
  }

  /**
   * Returns what a body looks like that has the entries in an order; valid until the next change.
   */
  ExpectedLines lines(int[] order) {
    return new ExpectedLines(order, comments, from, to, length, hashes);
  }

  /** Returns the entry with these bytes, or -1. */
  int find(byte[] buffer, int start, int end) {
    hash.of(buffer, start, end);
    int mask = slots.length - 1;
    for (int slot = (int) hash.first() & mask; slots[slot] != EMPTY; slot = (slot + 1) & mask) {
      int entry = slots[slot];
      if (hashes[2 * entry] == hash.first() && hashes[2 * entry + 1] == hash.second()) {
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
      int size = Math.max(entry + 1, from.length + (from.length >> 2));
      from = Arrays.copyOf(from, size);
      to = Arrays.copyOf(to, size);
      length = Arrays.copyOf(length, size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    hash.of(buffer, start, end);
    hashes[2 * entry] = hash.first();
    hashes[2 * entry + 1] = hash.second();
    length[entry] = end - start;
    from[entry] = 0;
    to[entry] = 0;
    store(entry, buffer, segment, start);
    count++;
    if (4 * count > 3 * slots.length) {
      rehash(2 * slots.length);
    }
    insert(entry);
  }

  private void store(int entry, byte[] buffer, int segment, int start) {
    int size = start - segment;
    if (size == 0) {
      return;
    }
    if (used + size > comments.length) {
      makeRoom(size);
    }
    System.arraycopy(buffer, segment, comments, used, size);
    from[entry] = used;
    used += size;
    to[entry] = used;
  }

  /** Notes the comments that stand in front of an entry now. */
  void comments(int entry, byte[] buffer, int segment, int start) {
    if (Arrays.equals(comments, from[entry], to[entry], buffer, segment, start)) {
      return;
    }
    wasted += to[entry] - from[entry];
    // So that the old ones are not carried along.
    from[entry] = 0;
    to[entry] = 0;
    store(entry, buffer, segment, start);
  }

  private void insert(int entry) {
    int mask = slots.length - 1;
    int slot = home(entry) & mask;
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
    int slot = home(entry) & mask;
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
      int home = home(slots[next]) & mask;
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

  /** Drops comments that count no more, or takes a larger array. */
  private void makeRoom(int more) {
    byte[] old = comments;
    int kept = used - wasted;
    int size = old.length;
    while (size < kept + more || (wasted <= used / 4 && size < used + more)) {
      size = Math.addExact(size, Math.max(more, size >> 2));
    }
    comments = new byte[size];
    used = 0;
    wasted = 0;
    for (int entry : slots) {
      if (entry != EMPTY && to[entry] > from[entry]) {
        int bytes = to[entry] - from[entry];
        System.arraycopy(old, from[entry], comments, used, bytes);
        from[entry] = used;
        used += bytes;
        to[entry] = used;
      }
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

  private int home(int entry) {
    return (int) hashes[2 * entry];
  }
}
