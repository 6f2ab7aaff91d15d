// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.memory;

import java.util.Arrays;

/** A growing list of ints on the heap. */
public final class IntList {

  private int[] values;
  private int size;

  /** An empty list. */
  public IntList() {
    this(16);
  }

  /** An empty list with room. */
  public IntList(int capacity) {
    values = new int[Math.max(1, capacity)];
  }

  /** Appends a value. */
  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /** Returns the value at an index. */
  public int get(int index) {
    return values[index];
  }

  /** Replaces the value at an index. */
  public void set(int index, int value) {
    values[index] = value;
  }

  /** Takes the last value off. */
  public int removeLast() {
    return values[--size];
  }

  /** Returns how many values there are. */
  public int size() {
    return size;
  }

  /** Empties the list. */
  public void clear() {
    size = 0;
  }

  /** Returns the values as an array of their own. */
  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
