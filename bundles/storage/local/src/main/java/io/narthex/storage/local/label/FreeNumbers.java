// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.util.BitSet;
import java.util.stream.IntStream;

/** Series numbers that may be given again, the lowest first. For one thread at a time. */
final class FreeNumbers {

  private final BitSet numbers = new BitSet();
  private int lowest = Integer.MAX_VALUE;

  boolean isEmpty() {
    return lowest == Integer.MAX_VALUE;
  }

  void add(int number) {
    numbers.set(number);
    lowest = Math.min(lowest, number);
  }

  void remove(int number) {
    if (number >= lowest && numbers.get(number)) {
      numbers.clear(number);
      if (number == lowest) {
        int next = numbers.nextSetBit(number + 1);
        lowest = next < 0 ? Integer.MAX_VALUE : next;
      }
    }
  }

  /** Takes the lowest out. */
  int take() {
    int number = lowest;
    remove(number);
    return number;
  }

  /** Returns the numbers, ascending. */
  IntStream all() {
    return numbers.stream();
  }
}
