// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Label;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How many series, pairs and values there are, and where most of them are. Counted from tables that
 * are kept up to date with each series, so that it costs a look at each pair and none at series.
 *
 * @param series how many series there are
 * @param pairs how many different pairs of a name and a value they have
 * @param seriesByMetric metric names with the most series
 * @param valuesByLabel label names with the most values
 * @param bytesByLabel label names whose values have the most bytes
 * @param seriesByPair {@code name=value} pairs with the most series
 */
public record Cardinality(
    long series,
    long pairs,
    List<Ranked> seriesByMetric,
    List<Ranked> valuesByLabel,
    List<Ranked> bytesByLabel,
    List<Ranked> seriesByPair) {

  /** The largest first, those of one size by name. */
  private static final Comparator<Ranked> ORDER =
      Comparator.comparingLong(Ranked::value)
          .reversed()
          .thenComparing(Ranked::name, TextOrder.BY_CODE_POINT);

  static Cardinality of(PairTable pairs, SeriesTable series, int limit) {
    Top byMetric = new Top(limit);
    Top byPair = new Top(limit);
    Map<Integer, long[]> labels = new HashMap<>();
    long used = 0;
    int end = pairs.count();
    int metric = pairs.findName(Label.METRIC_NAME);
    int lastName = -1;
    long[] sums = new long[2];
    for (int pair = 0; pair < end; pair++) {
      int count = pairs.seriesOf(pair);
      if (count <= 0) {
        continue;
      }
      used++;
      int name = pairs.nameOf(pair);
      if (name != lastName) {
        sums = labels.computeIfAbsent(name, n -> new long[2]);
        lastName = name;
      }
      sums[0]++;
      sums[1] += pairs.valueLength(pair);
      if (name == metric && byMetric.mayTake(count)) {
        byMetric.add(pairs.value(pair), count);
      }
      if (byPair.mayTake(count)) {
        byPair.add(pairs.name(pair) + "=" + pairs.value(pair), count);
      }
    }
    Top values = new Top(limit);
    Top bytes = new Top(limit);
    labels.forEach(
        (name, sum) -> {
          values.add(pairs.nameText(name), sum[0]);
          bytes.add(pairs.nameText(name), sum[1]);
        });
    return new Cardinality(
        series.live(), used, byMetric.list(), values.list(), bytes.list(), byPair.list());
  }

  /** The entries with the largest counts. */
  private static final class Top {

    private final int limit;
    private final PriorityQueue<Ranked> entries =
        new PriorityQueue<>(Collections.reverseOrder(ORDER));

    Top(int limit) {
      this.limit = limit;
    }

    /** Whether an entry could be among the largest, before its name is made. */
    boolean mayTake(long value) {
      return limit > 0 && (entries.size() < limit || value >= entries.element().value());
    }

    void add(String name, long value) {
      if (!mayTake(value)) {
        return;
      }
      entries.add(new Ranked(name, value));
      if (entries.size() > limit) {
        entries.poll();
      }
    }

    List<Ranked> list() {
      List<Ranked> sorted = new ArrayList<>(entries);
      sorted.sort(ORDER);
      return sorted;
    }
  }
}
