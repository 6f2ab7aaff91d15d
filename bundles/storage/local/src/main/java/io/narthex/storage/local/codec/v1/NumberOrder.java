// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.util.Arrays;

/**
 * Puts the numbers of a sequence in order, of which an encoder asks so often that sorting by
 * comparison took a third of the time of a merge. Not safe for several threads.
 */
final class NumberOrder {

  private static final int DIGIT = 8;
  private static final int MASK = (1 << DIGIT) - 1;
  // Counting costs as much as so many numbers do, for each digit.
  private static final int COUNTED_FROM = 64;
  private static final int MOST_DIGITS = 4;

  private static final int MEDIAN_OF = 31;

  private final long[] sample = new long[2 * MEDIAN_OF];
  private final int[] ends = new int[1 << DIGIT];
  private long[] sorted = new long[64];
  private long[] other = new long[64];

  /**
   * Returns numbers in ascending order, in an array that is overwritten by the next call.
   *
   * @param numbers none is negative
   * @param range none is larger
   */
  long[] sorted(long[] numbers, int n, long range) {
    if (sorted.length < n) {
      sorted = new long[n];
      other = new long[n];
    }
    int digits = (Long.SIZE - Long.numberOfLeadingZeros(range) + DIGIT - 1) / DIGIT;
    if (n < COUNTED_FROM || digits > MOST_DIGITS) {
      System.arraycopy(numbers, 0, sorted, 0, n);
      Arrays.sort(sorted, 0, n);
      return sorted;
    }
    long[] from = numbers;
    for (int digit = 0; digit < digits; digit++) {
      long[] to = (digits - digit) % 2 == 1 ? sorted : other;
      byDigit(from, to, n, digit * DIGIT);
      from = to;
    }
    return sorted;
  }

  /** Orders numbers by some of their bits, and keeps the order of those that have the same ones. */
  private void byDigit(long[] from, long[] to, int n, int shift) {
    Arrays.fill(ends, 0);
    for (int i = 0; i < n; i++) {
      ends[(int) (from[i] >>> shift) & MASK]++;
    }
    int end = 0;
    for (int digit = 0; digit <= MASK; digit++) {
      end += ends[digit];
      ends[digit] = end;
    }
    for (int i = n - 1; i >= 0; i--) {
      to[--ends[(int) (from[i] >>> shift) & MASK]] = from[i];
    }
  }

  /** Returns the median of some of the values, which lie evenly among all. */
  long sampledMedian(long[] values, int n) {
    int step = Math.max(1, n / MEDIAN_OF);
    int count = (n + step - 1) / step;
    for (int i = 0; i < count; i++) {
      sample[i] = values[i * step];
    }
    int middle = count / 2;
    int low = 0;
    int high = count - 1;
    while (low < high) {
      long pivot = sample[middle];
      int i = low;
      int j = high;
      while (i <= j) {
        while (sample[i] < pivot) {
          i++;
        }
        while (sample[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swapped = sample[i];
          sample[i++] = sample[j];
          sample[j--] = swapped;
        }
      }
      // Between both parts lies what equals the pivot.
      if (j < middle) {
        low = i;
      }
      if (middle < i) {
        high = j;
      }
    }
    return sample[middle];
  }
}
