// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.memory;

import java.util.Arrays;

/**
 * A growing sequence of 64-bit words in pages of a {@link PagePool}.
 *
 * <p>One thread appends. Others may read what lies below a length that the appender has published
 * to them in some safe way, for instance through a volatile field.
 */
public final class WordLog {

  private static final int SHIFT = Integer.numberOfTrailingZeros(PagePool.PAGE_WORDS);
  private static final int MASK = PagePool.PAGE_WORDS - 1;

  private final PagePool pool;
  // Replaced when it grows; volatile so that a reader never sees an array before its content.
  private volatile int[] pages = new int[4];
  private int pageCount;
  private int size;

  /** An empty log. */
  public WordLog(PagePool pool) {
    this.pool = pool;
  }

  /** Returns how many words there are. */
  public int size() {
    return size;
  }

  /** Appends words. */
  public void append(long[] words, int offset, int count) {
    int from = offset;
    int left = count;
    while (left > 0) {
      int inPage = size & MASK;
      if (inPage == 0) {
        addPage();
      }
      int n = Math.min(left, PagePool.PAGE_WORDS - inPage);
      pool.write(pages[size >>> SHIFT], inPage, words, from, n);
      from += n;
      left -= n;
      size += n;
    }
  }

  private void addPage() {
    if (pageCount == pages.length) {
      pages = Arrays.copyOf(pages, pageCount + Math.max(4, pageCount >> 1));
    }
    pages[pageCount++] = pool.take();
  }

  /** Returns a word. */
  public long get(int index) {
    return pool.get(pages[index >>> SHIFT], index & MASK);
  }

  /** Copies words out. */
  public void read(int index, long[] into, int offset, int count) {
    int at = index;
    int to = offset;
    int left = count;
    while (left > 0) {
      int inPage = at & MASK;
      int n = Math.min(left, PagePool.PAGE_WORDS - inPage);
      pool.read(pages[at >>> SHIFT], inPage, into, to, n);
      at += n;
      to += n;
      left -= n;
    }
  }

  /** Gives the pages back; the log must not be used any more. */
  public void free() {
    pool.giveBack(pages, pageCount);
    pageCount = 0;
    size = 0;
  }
}
