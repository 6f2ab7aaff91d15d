// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.storage.local.memory.IntList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers a list of matchers.
 *
 * <p>A matcher either demands one of some pairs of its label, or, when the absent label passes it,
 * forbids some. Those pairs are known at once when the matcher names its values; a regular
 * expression is tested on all values of its label only when these are few beside the series that
 * are left. Else it is tested on the values that the remaining series have. So a narrow matcher
 * makes the wide ones beside it cheap, whatever their vocabulary.
 */
final class Selector {

  /** Up to so many series are tested one by one rather than met with further sets. */
  private static final int FEW = 4096;

  /** Looking up a value in the index costs about as much as testing so many series. */
  private static final int LOOKUP = 25;

  private final PairTable pairs;
  private final SeriesTable series;
  private final LabelView view;

  /** A matcher whose pairs are known. */
  private record Known(boolean demands, int[] pairs, long cost) {}

  Selector(PairTable pairs, SeriesTable series, LabelView view) {
    this.pairs = pairs;
    this.series = series;
    this.view = view;
  }

  /** Returns the numbers of the series that pass all matchers, ascending. */
  int[] select(List<TextMatcher> matchers) throws IOException {
    // In this order: what comes meanwhile is in the view, or behind it, or nobody's business yet.
    int added = series.addedCount();
    int end = series.end();
    IntList found = new IntList(256);
    PairFilter all = new PairFilter(pairs, series, matchers);
    List<Known> known = new ArrayList<>();
    List<TextMatcher> open = new ArrayList<>();
    long left = named(matchers, known, open);
    if (left > 0) {
      settled(all, known, open, left, end, found);
    }
    for (int n = view.known(); n < added; n++) {
      int number = series.addedAt(n);
      if (number >= 0 && all.passes(number)) {
        found.add(number);
      }
    }
    int[] numbers = found.toArray();
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i - 1] > numbers[i]) {
        // Numbers of series that went were given again.
        Arrays.sort(numbers);
        break;
      }
    }
    return numbers;
  }

  /**
   * Finds the pairs of the matchers that name their values.
   *
   * @return how many series are left at most
   */
  private long named(List<TextMatcher> matchers, List<Known> known, List<TextMatcher> open) {
    long left = series.live();
    for (TextMatcher m : matchers) {
      boolean demands = !m.matchesEmpty();
      if (m.isWords() && demands || m.isAllBut() && !demands) {
        Known now = known(demands, ofWords(m));
        if (demands) {
          left = Math.min(left, now.cost);
        }
        known.add(now);
      } else {
        open.add(m);
      }
    }
    return left;
  }

  private int[] ofWords(TextMatcher m) {
    IntList some = new IntList(m.words().size());
    for (String word : m.words()) {
      int pair = pairs.find(m.name(), word);
      if (pair >= 0) {
        some.add(pair);
      }
    }
    return some.toArray();
  }

  private Known known(boolean demands, int[] some) {
    long cost = 0;
    for (int pair : some) {
      cost += pairs.seriesOf(pair);
    }
    return new Known(demands, some, cost);
  }

  private void settled(
      PairFilter all, List<Known> known, List<TextMatcher> open, long left, int end, IntList found)
      throws IOException {
    FixedBitSet bits = null;
    List<TextMatcher> untested = open;
    known.sort(Comparator.comparing(Known::demands).reversed().thenComparingLong(Known::cost));
    if (left > FEW) {
      untested = new ArrayList<>();
      for (TextMatcher m : open) {
        Known now = tested(m, left);
        if (now == null) {
          untested.add(m);
        } else {
          known.add(now);
        }
      }
      known.sort(Comparator.comparing(Known::demands).reversed().thenComparingLong(Known::cost));
    }
    int done = 0;
    for (Known k : known) {
      if (bits != null && bits.cardinality() <= FEW) {
        break;
      }
      done++;
      if (k.pairs.length == 0 && !k.demands) {
        continue;
      }
      FixedBitSet some = new FixedBitSet(end);
      view.or(pairs, k.pairs, some);
      if (bits == null) {
        bits = k.demands ? some : without(everything(end), some);
      } else if (k.demands) {
        bits.and(some);
      } else {
        bits.andNot(some);
      }
    }
    FixedBitSet candidates = bits == null ? everything(end) : bits;
    boolean exact = done == known.size() && untested.isEmpty();
    for (int n = next(candidates, 0); n >= 0; n = next(candidates, n + 1)) {
      if (exact ? series.isLive(n) : all.passes(n)) {
        found.add(n);
      }
    }
  }

  private static int next(FixedBitSet bits, int from) {
    if (from >= bits.length()) {
      return -1;
    }
    int n = bits.nextSetBit(from);
    return n == DocIdSetIterator.NO_MORE_DOCS ? -1 : n;
  }

  private static FixedBitSet without(FixedBitSet bits, FixedBitSet less) {
    bits.andNot(less);
    return bits;
  }

  /** The series that the view knows; those behind it are looked at by themselves. */
  private FixedBitSet everything(int end) {
    FixedBitSet bits = new FixedBitSet(end);
    for (int n = 0; n < view.known(); n++) {
      int number = series.addedAt(n);
      if (number >= 0) {
        bits.set(number);
      }
    }
    return bits;
  }

  /** Tests a matcher on all values of its label; null when these are too many for that. */
  private @Nullable Known tested(TextMatcher m, long left) {
    boolean demands = !m.matchesEmpty();
    int name = pairs.findName(m.name());
    if (name < 0) {
      return new Known(demands, new int[0], 0);
    }
    if ((long) pairs.valuesOf(name) * LOOKUP > left) {
      return null;
    }
    IntList some = new IntList(64);
    for (int pair : pairs.pairsOf(name)) {
      if (m.matches(pairs.value(pair)) == demands) {
        some.add(pair);
      }
    }
    return known(demands, some.toArray());
  }
}
