// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Matcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about labels from whichever catalog is there. An index that cannot be read is
 * told so, and the question is answered by looking at every series.
 */
final class LabelQueries {

  /** Looking up a value in the index costs about as much as looking at so many series. */
  private static final int LOOKUP = 100;

  /** From so many series on, and so many for each value, they are tested before all are sought. */
  private static final int MANY = 5_000;

  private static final int PROBES = 4;

  /** To seek all that match costs about as much as to test one in so many. */
  private static final int SHARE = 5;

  /** When not even one in so many can be active, those are tested instead of all that match. */
  private static final int INACTIVE = 4;

  /** Of a label with so many values at most it is counted how many series have one that passes. */
  private static final int FEW = 4_096;

  private final Path folder;
  private final Supplier<Catalog> catalogs;

  LabelQueries(Path folder, Supplier<Catalog> catalogs) {
    this.folder = folder;
    this.catalogs = catalogs;
  }

  private static List<TextMatcher> ready(List<Matcher> matchers) {
    List<TextMatcher> ready = new ArrayList<>(matchers.size());
    for (Matcher matcher : matchers) {
      ready.add(TextMatcher.of(matcher));
    }
    return ready;
  }

  int[] select(List<Matcher> matchers) {
    List<TextMatcher> ready = ready(matchers);
    while (true) {
      Catalog catalog = catalogs.get();
      LabelView view = catalog.index().acquire();
      if (view != null) {
        try {
          return new Selector(catalog.pairs(), catalog.series(), view).select(ready);
        } catch (IOException | RuntimeException e) {
          catalog.index().fail(e);
          return scan(catalog, ready);
        } finally {
          view.release();
        }
      }
      if (catalog == catalogs.get()) {
        return scan(catalog, ready);
      }
    }
  }

  /** Returns the numbers of the series that pass all matchers, of the inactive ones not all. */
  int[] select(List<Matcher> matchers, Activity active) {
    Catalog catalog = catalogs.get();
    List<TextMatcher> ready = ready(matchers);
    int[] few = few(atMost(catalog, ready), active);
    return few == null ? select(matchers) : passing(catalog, few, ready);
  }

  /** Returns the series that may be active when they are few beside so many; else null. */
  private static int @Nullable [] few(long most, Activity active) {
    return most < MANY ? null : active.few((int) (most / INACTIVE));
  }

  /** Returns those of some series that pass all matchers. */
  private static int[] passing(Catalog catalog, int[] numbers, List<TextMatcher> matchers) {
    PairFilter filter = new PairFilter(catalog.pairs(), catalog.series(), matchers);
    return Arrays.stream(numbers).filter(filter::passes).toArray();
  }

  private static int[] scan(Catalog catalog, List<TextMatcher> matchers) {
    PairFilter filter = new PairFilter(catalog.pairs(), catalog.series(), matchers);
    int end = catalog.series().end();
    int[] found = new int[64];
    int n = 0;
    for (int number = 0; number < end; number++) {
      if (filter.passes(number)) {
        found = n == found.length ? Arrays.copyOf(found, n * 2) : found;
        found[n++] = number;
      }
    }
    return Arrays.copyOf(found, n);
  }

  /** Returns the values that series which pass a test have for a label, sorted. */
  List<String> values(String name, Activity active) {
    Catalog catalog = catalogs.get();
    int number = catalog.pairs().findName(name);
    if (number < 0) {
      return List.of();
    }
    SeriesTable series = catalog.series();
    int[] few = few(series.live(), active);
    if (few != null) {
      return values(name, few, active);
    }
    int[] of = catalog.pairs().pairsOf(number);
    IntPredicate here = n -> series.isLive(n) && active.test(n);
    BitSet seen =
        (long) of.length * LOOKUP > series.live() ? null : passing(catalog, name, of, here, here);
    if (seen == null) {
      seen = new BitSet();
      collect(series, number, 0, active, of.length, seen);
    }
    return texts(catalog.pairs(), seen);
  }

  /**
   * Returns the values that series which pass matchers and a test have for a label, sorted. When
   * many series pass, each value's own series are looked at instead, of which usually the first
   * passes, too.
   */
  List<String> values(String name, List<Matcher> matchers, Activity active) {
    Catalog catalog = catalogs.get();
    int number = catalog.pairs().findName(name);
    if (number < 0) {
      return List.of();
    }
    int[] of = catalog.pairs().pairsOf(number);
    List<TextMatcher> ready = ready(matchers);
    long most = atMost(catalog, ready);
    int[] few = few(most, active);
    if (few != null) {
      return values(name, passing(catalog, few, ready), active);
    }
    if (most > MANY + PROBES * (long) of.length) {
      BitSet seen = probe(catalog, name, of, ready, active, MANY + most / SHARE);
      if (seen != null) {
        return texts(catalog.pairs(), seen);
      }
    }
    return values(name, select(matchers), active);
  }

  /** Returns how many series pass matchers at most, as far as that is quickly told. */
  private static long atMost(Catalog catalog, List<TextMatcher> matchers) {
    long most = catalog.series().live();
    for (TextMatcher matcher : matchers) {
      int name = catalog.pairs().findName(matcher.name());
      if (!matcher.matchesEmpty()
          && (name < 0 || matcher.isWords() || catalog.pairs().valuesOf(name) <= FEW)) {
        most = Math.min(most, having(catalog.pairs(), name, matcher));
      }
    }
    return most;
  }

  /** Returns how many series have a value that passes. */
  private static long having(PairTable pairs, int name, TextMatcher matcher) {
    long having = 0;
    if (matcher.isWords()) {
      for (String word : matcher.words()) {
        int pair = pairs.find(matcher.name(), word);
        having += pair < 0 ? 0 : pairs.seriesOf(pair);
      }
    } else if (name >= 0) {
      for (int pair : pairs.pairsOf(name)) {
        having += matcher.matches(pairs.value(pair)) ? pairs.seriesOf(pair) : 0;
      }
    }
    return having;
  }

  /** Tests series of each pair until one passes; null when that takes too many tests. */
  private static @Nullable BitSet probe(
      Catalog catalog,
      String name,
      int[] of,
      List<TextMatcher> matchers,
      IntPredicate active,
      long tests) {
    PairFilter filter = new PairFilter(catalog.pairs(), catalog.series(), matchers);
    IntPredicate passes = n -> filter.passes(n) && active.test(n);
    Probe probe = new Probe(passes, of.length, tests);
    BitSet seen = passing(catalog, name, of, probe, passes);
    return probe.tooMany ? null : seen;
  }

  /** Tests series until it shows that all values would take too many tests; then all pass. */
  private static final class Probe implements IntPredicate {

    /** What the first so many tests have found tells of the rest. */
    private static final int FIRST = 1_000;

    private final IntPredicate passes;
    private final int values;
    private final long most;
    private long tests;
    private long found;
    private boolean tooMany;

    Probe(IntPredicate passes, int values, long most) {
      this.passes = passes;
      this.values = values;
      this.most = most;
    }

    @Override
    public boolean test(int number) {
      if (tooMany) {
        return true;
      }
      boolean passed = passes.test(number);
      found += passed ? 1 : 0;
      tests++;
      tooMany = tests > most || (tests >= FIRST && tests * values > most * (found + 1));
      return passed || tooMany;
    }
  }

  /**
   * Marks the pairs of a name that some series has which passes.
   *
   * @param test tests the series that the index knows
   * @param passes tests those that came later
   * @return null when the index cannot be read
   */
  private static @Nullable BitSet passing(
      Catalog catalog, String name, int[] of, IntPredicate test, IntPredicate passes) {
    LabelView view = catalog.index().acquire();
    if (view == null) {
      return null;
    }
    BitSet seen = new BitSet();
    try {
      view.passing(catalog.pairs(), name, of, test, seen);
      collect(
          catalog.series(),
          catalog.pairs().findName(name),
          view.known(),
          passes,
          Integer.MAX_VALUE,
          seen);
      return seen;
    } catch (IOException e) {
      catalog.index().fail(e);
      return null;
    } finally {
      view.release();
    }
  }

  /** Marks the pairs that series have for a name, from an addition on, until there are enough. */
  private static void collect(
      SeriesTable series, int name, int from, IntPredicate active, int enough, BitSet seen) {
    int to = series.addedCount();
    int left = enough;
    for (int n = from; n < to && left > 0; n++) {
      int number = series.addedAt(n);
      if (number >= 0 && series.isLive(number)) {
        int pair = series.pairOf(number, name);
        if (pair >= 0 && !seen.get(pair) && active.test(number)) {
          seen.set(pair);
          left--;
        }
      }
    }
  }

  private static List<String> texts(PairTable pairs, BitSet of) {
    String[] texts = new String[of.cardinality()];
    int n = 0;
    for (int pair = of.nextSetBit(0); pair >= 0; pair = of.nextSetBit(pair + 1)) {
      texts[n++] = pairs.value(pair);
    }
    Arrays.sort(texts, TextOrder.BY_CODE_POINT);
    return List.of(texts);
  }

  /** Returns the values that these series have for a label, sorted. */
  List<String> values(String name, int[] numbers, IntPredicate active) {
    Catalog catalog = catalogs.get();
    int nameNumber = catalog.pairs().findName(name);
    if (nameNumber < 0) {
      return List.of();
    }
    int[] of = catalog.pairs().pairsOf(nameNumber);
    BitSet seen =
        (long) of.length * LOOKUP < numbers.length
            ? meet(catalog, name, of, numbers, active)
            : null;
    return texts(
        catalog.pairs(),
        seen == null ? walk(catalog.series(), nameNumber, of.length, numbers, active) : seen);
  }

  /** Marks the pairs that these series have for a name, until there are enough. */
  private static BitSet walk(
      SeriesTable series, int name, int enough, int[] numbers, IntPredicate active) {
    BitSet seen = new BitSet();
    int left = enough;
    for (int i = 0; i < numbers.length && left > 0; i++) {
      if (series.isLive(numbers[i])) {
        int pair = series.pairOf(numbers[i], name);
        if (pair >= 0 && !seen.get(pair) && active.test(numbers[i])) {
          seen.set(pair);
          left--;
        }
      }
    }
    return seen;
  }

  /**
   * Marks the pairs that some of these series have, by looking for one among each pair's own
   * series; null when the index cannot be read.
   */
  private static @Nullable BitSet meet(
      Catalog catalog, String name, int[] of, int[] numbers, IntPredicate active) {
    BitSet among = new BitSet(catalog.series().end());
    for (int number : numbers) {
      among.set(number);
    }
    IntPredicate passes = n -> among.get(n) && catalog.series().isLive(n) && active.test(n);
    return passing(catalog, name, of, passes, passes);
  }

  /** Returns the names that series which pass a test have, sorted. */
  List<String> names(Activity active) {
    Catalog catalog = catalogs.get();
    int[] few = few(catalog.series().live(), active);
    if (few != null) {
      return names(few, active);
    }
    NamesSeen seen = new NamesSeen(catalog, active);
    int to = catalog.series().addedCount();
    for (int n = 0; n < to && !seen.isAll(); n++) {
      int number = catalog.series().addedAt(n);
      if (number >= 0) {
        seen.look(number);
      }
    }
    return seen.sorted();
  }

  /** Returns the names that these series have, sorted. */
  List<String> names(int[] numbers, IntPredicate active) {
    NamesSeen seen = new NamesSeen(catalogs.get(), active);
    for (int i = 0; i < numbers.length && !seen.isAll(); i++) {
      seen.look(numbers[i]);
    }
    return seen.sorted();
  }

  /** The names that were seen; a series that has none but these is not tested. */
  private static final class NamesSeen {

    private final PairTable pairs;
    private final SeriesTable series;
    private final IntPredicate active;
    private final BitSet seen = new BitSet();
    private int left;

    NamesSeen(Catalog catalog, IntPredicate active) {
      this.pairs = catalog.pairs();
      this.series = catalog.series();
      this.active = active;
      this.left = pairs.names().size();
    }

    boolean isAll() {
      return left <= 0;
    }

    void look(int number) {
      if (!series.isLive(number)) {
        return;
      }
      LabelCursor cursor = series.cursor(number);
      boolean tested = false;
      while (cursor.next()) {
        int name = pairs.nameOf(cursor.pair());
        if (!seen.get(name)) {
          if (!tested && !active.test(number)) {
            return;
          }
          tested = true;
          seen.set(name);
          left--;
        }
      }
    }

    List<String> sorted() {
      return seen.stream().mapToObj(pairs::nameText).sorted(TextOrder.BY_CODE_POINT).toList();
    }
  }

  @Override
  public String toString() {
    return "label queries of " + folder;
  }
}
