// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.scan.SampleColumn;
import java.util.Arrays;

/**
 * Keeps the floats of the last window in order, so that the next one, which mostly has the same
 * rows, need not be sorted anew. For one thread.
 */
final class SlidingQuantile {

  private double[] sorted = new double[64];
  private int size;
  private int from;
  private int to;

  /** Forgets the last window: a new series begins. */
  void begin() {
    size = 0;
    from = 0;
    to = 0;
  }

  /** Returns a quantile of a window that begins and ends no earlier than the one before. */
  double of(double q, SampleColumn floats, int newFrom, int newTo) {
    double[] v = floats.values();
    int rows = newTo - newFrom;
    int changes = newFrom - from + newTo - to;
    if (newFrom < to && changes * (16L + rows / 32) < 8L * rows) {
      for (int i = from; i < newFrom; i++) {
        remove(v[i]);
      }
      for (int i = to; i < newTo; i++) {
        insert(v[i]);
      }
    } else {
      if (sorted.length < rows) {
        sorted = new double[Math.max(rows, 2 * sorted.length)];
      }
      System.arraycopy(v, newFrom, sorted, 0, rows);
      Arrays.sort(sorted, 0, rows);
      size = rows;
    }
    from = newFrom;
    to = newTo;
    return Quantiles.ofSorted(q, sorted, size);
  }

  private void remove(double value) {
    int at = place(value);
    System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
    size--;
  }

  private void insert(double value) {
    int at = place(value);
    if (size == sorted.length) {
      sorted = Arrays.copyOf(sorted, 2 * size);
    }
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = value;
    size++;
  }

  /**
   * Returns where a value is among those in order, or belongs. The library's search ends early when
   * it meets the value, and the processor cannot foretell when; this one always takes as long.
   */
  private int place(double value) {
    if (value == 0 || Double.isNaN(value)) {
      // Zeros of either sign and NaN have their order, but are not less than one another.
      int found = Arrays.binarySearch(sorted, 0, size, value);
      return found < 0 ? -found - 1 : found;
    }
    int low = 0;
    int left = size;
    while (left > 1) {
      int half = left >>> 1;
      low = sorted[low + half - 1] < value ? low + half : low;
      left -= half;
    }
    return left == 1 && sorted[low] < value ? low + 1 : low;
  }
}
