// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.memory;

import java.util.Arrays;

/**
 * A growing array of ints that never moves what it holds: it grows by whole pages, so that a
 * million entries cost no copy and readers are not disturbed. Several threads may set different
 * entries; readers see what was set before an index was published to them.
 */
public final class IntPages {

  private static final int SHIFT = 13;
  private static final int SIZE = 1 << SHIFT;

  private volatile int[][] pages = new int[0][];

  /** Returns an entry; 0 when it was never set. */
  public int get(int index) {
    int[][] now = pages;
    int page = index >>> SHIFT;
    return page < now.length ? now[page][index & (SIZE - 1)] : 0;
  }

  /** Sets an entry; entries between the old end and this one become 0. */
  public void set(int index, int value) {
    int page = index >>> SHIFT;
    if (page >= pages.length) {
      grow(page);
    }
    pages[page][index & (SIZE - 1)] = value;
  }

  private synchronized void grow(int page) {
    int[][] now = pages;
    if (page >= now.length) {
      int[][] more = Arrays.copyOf(now, page + 1);
      for (int i = now.length; i <= page; i++) {
        more[i] = new int[SIZE];
      }
      pages = more;
    }
  }
}
