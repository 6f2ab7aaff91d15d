// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.apache.lucene.util.FixedBitSet;

/**
 * Which series have which pairs, for some series, in plain arrays: what came since the last part of
 * the index on disk was written. Does not change.
 */
final class MemoryPostings {

  /** Neighbours pass and fail alike, so that a few from everywhere are tested before all are. */
  static final int[] STEPS = {16, 1};

  private final int first;
  private final int[] numbers;
  private final int[] pairs;
  private final int[] starts;
  private final int[] docs;

  private MemoryPostings(int first, int[] numbers, int[] pairs, int[] starts, int[] docs) {
    this.first = first;
    this.numbers = numbers;
    this.pairs = pairs;
    this.starts = starts;
    this.docs = docs;
  }

  /**
   * Makes the postings of series by counting: one pass tells how many series each pair has, the
   * next puts them there.
   *
   * @param first which addition the first of them was
   * @param numbers the series, ascending; taken over
   */
  static MemoryPostings of(SeriesTable series, int pairCount, int first, int[] numbers) {
    int[] at = new int[pairCount + 1];
    count(series, numbers, at);
    int used = 0;
    for (int count : at) {
      used += count > 0 ? 1 : 0;
    }
    int[] pairs = new int[used];
    int[] starts = new int[used + 1];
    int n = 0;
    int total = 0;
    for (int p = 0; p < pairCount; p++) {
      int count = at[p];
      at[p] = total;
      if (count > 0) {
        pairs[n] = p;
        starts[n++] = total;
        total += count;
      }
    }
    starts[n] = total;
    int[] docs = new int[total];
    place(series, numbers, at, docs);
    return new MemoryPostings(first, numbers, pairs, starts, docs);
  }

  private static void count(SeriesTable series, int[] numbers, int[] at) {
    for (int number : numbers) {
      LabelCursor cursor = series.cursor(number);
      while (cursor.next()) {
        at[cursor.pair()]++;
      }
    }
  }

  private static void place(SeriesTable series, int[] numbers, int[] at, int[] docs) {
    for (int doc = 0; doc < numbers.length; doc++) {
      LabelCursor cursor = series.cursor(numbers[doc]);
      while (cursor.next()) {
        docs[at[cursor.pair()]++] = doc;
      }
    }
  }

  /** Returns which addition the first of the series was. */
  int first() {
    return first;
  }

  /** Returns how many series there are. */
  int size() {
    return numbers.length;
  }

  /** Returns the number of a series by its place. */
  int number(int doc) {
    return numbers[doc];
  }

  /** Returns the pairs that occur, ascending. */
  int[] pairs() {
    return pairs;
  }

  /**
   * Returns where the series of the n-th pair begin in {@link #doc}; n may be the count of pairs.
   */
  int start(int n) {
    return starts[n];
  }

  /** Returns the place of a series in the postings, ascending within a pair. */
  int doc(int at) {
    return docs[at];
  }

  /** Marks the numbers of the series that have a pair. */
  void or(int pair, FixedBitSet into) {
    int n = Arrays.binarySearch(pairs, pair);
    if (n >= 0) {
      for (int i = starts[n]; i < starts[n + 1]; i++) {
        into.set(numbers[docs[i]]);
      }
    }
  }

  /** Returns whether a series that has a pair passes a test. */
  boolean any(int pair, IntPredicate test) {
    int n = Arrays.binarySearch(pairs, pair);
    if (n >= 0) {
      for (int step : STEPS) {
        for (int i = starts[n] + step - 1; i < starts[n + 1]; i += step) {
          if (test.test(numbers[docs[i]])) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
