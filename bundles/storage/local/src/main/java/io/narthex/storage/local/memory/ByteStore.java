// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * An append-only store of short byte records outside the Java heap, at most 4 GiB. A record is
 * named by its offset, an unsigned int. One thread at a time appends; readers see what was
 * published to them. The memory goes back when nobody refers to the store any more, so that readers
 * need not be waited for when a store takes the place of another.
 */
public final class ByteStore {

  /** The longest record. */
  public static final int MAX_RECORD = 1 << 18;

  private static final int SHIFT = 18;
  private static final int SLAB_BYTES = 1 << SHIFT;

  private volatile MemorySegment[] slabs = new MemorySegment[0];
  private long end;

  /**
   * Appends a record.
   *
   * @return its offset
   * @throws IllegalStateException when the store is full
   */
  public int append(byte[] from, int offset, int count) {
    int left = (int) (slabs.length * (long) SLAB_BYTES - end);
    if (left < count) {
      if (slabs.length == 1 << (32 - SHIFT)) {
        throw new IllegalStateException("the label memory of 4 GiB is full");
      }
      end = slabs.length * (long) SLAB_BYTES;
      MemorySegment[] more = Arrays.copyOf(slabs, slabs.length + 1);
      more[slabs.length] = Arena.ofAuto().allocate(SLAB_BYTES);
      slabs = more;
    }
    int at = (int) end;
    MemorySegment.copy(
        from, offset, slabs[at >>> SHIFT], ValueLayout.JAVA_BYTE, at & (SLAB_BYTES - 1), count);
    end += count;
    return at;
  }

  /** Returns one byte of a record. */
  public byte get(int record, int index) {
    return slabs[record >>> SHIFT].get(
        ValueLayout.JAVA_BYTE, (record & (SLAB_BYTES - 1)) + (long) index);
  }

  /** Returns whether the bytes from a record on begin with these. */
  public boolean startsWith(int record, byte[] bytes, int count) {
    MemorySegment slab = slabs[record >>> SHIFT];
    int from = record & (SLAB_BYTES - 1);
    if (count > SLAB_BYTES - from) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (slab.get(ValueLayout.JAVA_BYTE, from + (long) i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Copies bytes of a record out. */
  public void read(int record, int index, byte[] into, int offset, int count) {
    MemorySegment.copy(
        slabs[record >>> SHIFT],
        ValueLayout.JAVA_BYTE,
        (record & (SLAB_BYTES - 1)) + (long) index,
        into,
        offset,
        count);
  }

  /** Returns how many bytes were taken from the system. */
  public long reservedBytes() {
    return slabs.length * (long) SLAB_BYTES;
  }
}
