// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which labels come and go. A series that has samples for a part of a time only counts with the
 * share that it lacks, for each of its labels: two series that each lived for half of the time
 * count as one. So promtool reckons, too.
 */
final class LabelChurn {

  private final long from;
  private final long to;
  private final Map<String, Double> byPair = new HashMap<>();
  private final Map<String, Double> byName = new HashMap<>();
  private double[] values = new double[0];
  private @Nullable Histogram[] histograms = new Histogram[0];

  /** Looks at a time, both ends included. */
  LabelChurn(long fromMs, long toMs) {
    this.from = fromMs;
    this.to = toMs;
  }

  /** Takes in what was selected of the time. */
  void add(Selection selection) {
    for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
      for (int series = 0; series < batch.seriesCount(); series++) {
        add(batch, series);
      }
    }
  }

  private void add(SeriesBatch batch, int series) {
    int rows = batch.rowCount();
    if (values.length < rows) {
      values = new double[rows];
      histograms = new Histogram[rows];
    }
    batch.values(series, values, 0);
    boolean withHistograms = batch.kind(series) != SeriesBatch.Kind.FLOATS;
    if (withHistograms) {
      batch.histograms(series, histograms, 0);
    }
    int first = 0;
    while (first < rows && !isThere(first, withHistograms)) {
      first++;
    }
    int last = rows - 1;
    while (last > first && !isThere(last, withHistograms)) {
      last--;
    }
    if (first == rows) {
      return;
    }
    long[] times = batch.timestamps();
    double lacks = 1 - (times[last] - times[first]) / (double) Math.max(1, to - from);
    for (Label label : batch.labels(series)) {
      byPair.merge(label.name() + "=" + label.value(), lacks, Double::sum);
      byName.merge(label.name(), lacks, Double::sum);
    }
  }

  /** Returns whether a row has a sample; a stale marker is the end of a series, and none. */
  private boolean isThere(int row, boolean withHistograms) {
    if (withHistograms && histograms[row] != null) {
      return true;
    }
    return !SpecialValues.isAbsent(values[row]) && !SpecialValues.isStale(values[row]);
  }

  /** Returns the pairs {@code name=value} that lack most, in whole series. */
  List<Ranked> pairs(int limit) {
    return ranking(byPair, limit);
  }

  /** Returns the label names that lack most, in whole series. */
  List<Ranked> names(int limit) {
    return ranking(byName, limit);
  }

  private static List<Ranked> ranking(Map<String, Double> of, int limit) {
    return of.entrySet().stream()
        .map(entry -> new Ranked(entry.getKey(), Math.round(entry.getValue())))
        .filter(ranked -> ranked.value() > 0)
        .sorted(Comparator.comparingLong(Ranked::value).reversed().thenComparing(Ranked::name))
        .limit(limit)
        .toList();
  }
}
