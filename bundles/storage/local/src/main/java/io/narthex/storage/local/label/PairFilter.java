// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.util.BitSet;
import java.util.List;

/**
 * Tests series against matchers by their pairs. Each pair is tested at most once, however many
 * series have it. Used by one thread.
 */
final class PairFilter {

  private final PairTable pairs;
  private final SeriesTable series;
  private final TextMatcher[] matchers;
  private final int[] names;
  private final BitSet[] known;
  private final BitSet[] passing;
  private final boolean[] passesAbsent;
  private final int[] values;

  /** Makes a filter of matchers that all must pass. */
  PairFilter(PairTable pairs, SeriesTable series, List<TextMatcher> matchers) {
    this.pairs = pairs;
    this.series = series;
    int n = matchers.size();
    this.matchers = matchers.toArray(new TextMatcher[0]);
    this.names = new int[n];
    this.known = new BitSet[n];
    this.passing = new BitSet[n];
    this.passesAbsent = new boolean[n];
    this.values = new int[n];
    for (int i = 0; i < n; i++) {
      names[i] = pairs.findName(this.matchers[i].name());
      known[i] = new BitSet();
      passing[i] = new BitSet();
      passesAbsent[i] = this.matchers[i].matchesEmpty();
    }
  }

  /** Returns whether a series passes all matchers; one that is not there passes none. */
  boolean passes(int number) {
    if (!series.isLive(number)) {
      return false;
    }
    int n = names.length;
    for (int i = 0; i < n; i++) {
      values[i] = -1;
    }
    int sought = n;
    LabelCursor cursor = series.cursor(number);
    while (sought > 0 && cursor.next()) {
      int pair = cursor.pair();
      int name = pairs.nameOf(pair);
      for (int i = 0; i < n; i++) {
        if (names[i] == name) {
          values[i] = pair;
          sought--;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (values[i] < 0 ? !passesAbsent[i] : !passes(i, values[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean passes(int matcher, int pair) {
    if (!known[matcher].get(pair)) {
      known[matcher].set(pair);
      passing[matcher].set(pair, matchers[matcher].matches(pairs.value(pair)));
    }
    return passing[matcher].get(pair);
  }
}
