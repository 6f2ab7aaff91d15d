// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import java.util.Arrays;

/** A list of ranges in an array that is filled again and again. Not safe for several threads. */
final class Ranges {

  private int[] ends = new int[16];
  private int count;

  void clear() {
    count = 0;
  }

  void add(int from, int to) {
    if (2 * count == ends.length) {
      ends = Arrays.copyOf(ends, 4 * count);
    }
    ends[2 * count] = from;
    ends[2 * count + 1] = to;
    count++;
  }

  int size() {
    return count;
  }

  int from(int i) {
    return ends[2 * i];
  }

  int to(int i) {
    return ends[2 * i + 1];
  }
}
