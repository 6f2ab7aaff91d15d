// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.util.BitSet;
import java.util.List;

/**
 * Tests series against matchers by their symbols. Each value is tested at most once, however many
 * series have it. Used by one thread.
 */
final class SymbolFilter {

  private final SymbolTable symbols;
  private final SeriesTable series;
  private final TextMatcher[] matchers;
  private final int[] names;
  private final BitSet[] known;
  private final BitSet[] passing;
  private final int[] values;

  /**
   * Makes a filter.
   *
   * @param names the matchers' name symbols, -1 for names that no series has
   */
  SymbolFilter(SymbolTable symbols, SeriesTable series, List<TextMatcher> matchers, int[] names) {
    this.symbols = symbols;
    this.series = series;
    this.matchers = matchers.toArray(new TextMatcher[0]);
    this.names = names;
    this.known = new BitSet[names.length];
    this.passing = new BitSet[names.length];
    this.values = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      known[i] = new BitSet();
      passing[i] = new BitSet();
    }
  }

  /** Returns whether a series passes all matchers. */
  boolean passes(int number) {
    int n = names.length;
    for (int i = 0; i < n; i++) {
      values[i] = -1;
    }
    LabelCursor cursor = series.cursor(number);
    if (cursor.size() == 0) {
      return false;
    }
    while (cursor.next()) {
      int name = cursor.name();
      for (int i = 0; i < n; i++) {
        if (names[i] == name) {
          values[i] = cursor.value();
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (!passes(i, values[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean passes(int matcher, int value) {
    // Bit 0 stands for "absent", symbol v for bit v + 1.
    int bit = value + 1;
    if (!known[matcher].get(bit)) {
      known[matcher].set(bit);
      passing[matcher].set(bit, matchers[matcher].matches(value < 0 ? "" : symbols.text(value)));
    }
    return passing[matcher].get(bit);
  }
}
