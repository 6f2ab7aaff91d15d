// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Hands out pages of {@value #PAGE_WORDS} 64-bit words of off-heap memory and takes them back.
 *
 * <p>Pages are numbered. Taking and giving back is safe from any thread; reading and writing a page
 * is up to its owner. Memory that was once taken from the system stays in the pool until {@link
 * #close}.
 */
public final class PagePool implements AutoCloseable {

  /** Words in a page. */
  public static final int PAGE_WORDS = 256;

  private static final int PAGE_SHIFT = 8;
  private static final int PAGES_PER_SLAB_SHIFT = 9;
  private static final int PAGES_PER_SLAB = 1 << PAGES_PER_SLAB_SHIFT;
  private static final long SLAB_BYTES = 8L * PAGE_WORDS * PAGES_PER_SLAB;
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

  private final Arena arena = Arena.ofShared();
  private volatile MemorySegment[] slabs = new MemorySegment[0];
  private int[] free = new int[PAGES_PER_SLAB];
  private int freeCount;

  /** Takes a page; its content is arbitrary. */
  public synchronized int take() {
    if (freeCount == 0) {
      MemorySegment[] more = Arrays.copyOf(slabs, slabs.length + 1);
      more[slabs.length] = arena.allocate(SLAB_BYTES, 64);
      int first = slabs.length << PAGES_PER_SLAB_SHIFT;
      slabs = more;
      for (int i = PAGES_PER_SLAB - 1; i >= 0; i--) {
        free[freeCount++] = first + i;
      }
    }
    return free[--freeCount];
  }

  /** Takes pages back; whoever gave them must not use them any more. */
  public synchronized void giveBack(int[] pages, int count) {
    if (free.length < freeCount + count) {
      free = Arrays.copyOf(free, Math.max(freeCount + count, free.length * 2));
    }
    System.arraycopy(pages, 0, free, freeCount, count);
    freeCount += count;
  }

  /** Reads a word of a page. */
  public long get(int page, int word) {
    return slabs[page >>> PAGES_PER_SLAB_SHIFT].getAtIndex(WORD, index(page, word));
  }

  /** Writes a word of a page. */
  public void set(int page, int word, long value) {
    slabs[page >>> PAGES_PER_SLAB_SHIFT].setAtIndex(WORD, index(page, word), value);
  }

  /** Copies words into a page. */
  public void write(int page, int word, long[] from, int offset, int count) {
    MemorySegment.copy(
        from, offset, slabs[page >>> PAGES_PER_SLAB_SHIFT], WORD, 8 * index(page, word), count);
  }

  /** Copies words out of a page. */
  public void read(int page, int word, long[] into, int offset, int count) {
    MemorySegment.copy(
        slabs[page >>> PAGES_PER_SLAB_SHIFT], WORD, 8 * index(page, word), into, offset, count);
  }

  /** Returns how many bytes the pool has taken from the system. */
  public long reservedBytes() {
    return slabs.length * SLAB_BYTES;
  }

  /** Returns how many bytes are in use. */
  public synchronized long usedBytes() {
    return reservedBytes() - 8L * PAGE_WORDS * freeCount;
  }

  private static long index(int page, int word) {
    return ((long) (page & (PAGES_PER_SLAB - 1)) << PAGE_SHIFT) + word;
  }

  /** Gives all memory back to the system; no page may be touched afterwards. */
  @Override
  public void close() {
    arena.close();
  }
}
