// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads selections into plain maps: series to timestamp to value bits, or histogram. */
final class Samples {

  private Samples() {}

  static Map<Labels, TreeMap<Long, Object>> of(
      StorageEngine engine, long from, long to, Matcher... matchers) {
    Map<Labels, TreeMap<Long, Object>> all = new HashMap<>();
    try (Selection selection = engine.select(new SelectRequest(List.of(matchers), from, to))) {
      for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
        int rows = batch.rowCount();
        long[] times = batch.timestamps();
        for (int r = 0; r < rows; r++) {
          assertThat(times[r]).isBetween(from, to);
          assertThat(r == 0 || times[r - 1] < times[r]).as("ascending").isTrue();
        }
        for (int s = 0; s < batch.seriesCount(); s++) {
          double[] values = new double[rows + 2];
          batch.values(s, values, 1);
          Histogram[] histograms = new Histogram[rows + 1];
          batch.histograms(s, histograms, 1);
          TreeMap<Long, Object> samples = new TreeMap<>();
          for (int r = 0; r < rows; r++) {
            if (histograms[r + 1] != null) {
              samples.put(times[r], histograms[r + 1]);
              assertThat(batch.kind(s)).isNotEqualTo(SeriesBatch.Kind.FLOATS);
            } else if (!SpecialValues.isAbsent(values[r + 1])) {
              samples.put(times[r], Double.doubleToRawLongBits(values[r + 1]));
            }
          }
          assertThat(all.put(batch.labels(s), samples))
              .as("series in one batch only: %s", batch.labels(s))
              .isNull();
          assertThat(samples).as("a selected series has samples").isNotEmpty();
        }
      }
    }
    return all;
  }

  /** Returns the start timestamp of each sample, 0 where it has none. */
  static Map<Labels, TreeMap<Long, Long>> starts(
      StorageEngine engine, long from, long to, Matcher... matchers) {
    Map<Labels, TreeMap<Long, Long>> all = new HashMap<>();
    try (Selection selection = engine.select(new SelectRequest(List.of(matchers), from, to))) {
      for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
        int rows = batch.rowCount();
        for (int s = 0; s < batch.seriesCount(); s++) {
          double[] values = new double[rows];
          batch.values(s, values, 0);
          Histogram[] histograms = new Histogram[rows];
          batch.histograms(s, histograms, 0);
          long[] starts = new long[rows];
          batch.startTimestamps(s, starts, 0);
          TreeMap<Long, Long> of = new TreeMap<>();
          for (int r = 0; r < rows; r++) {
            if (histograms[r] != null || !SpecialValues.isAbsent(values[r])) {
              of.put(batch.timestamps()[r], starts[r]);
            }
          }
          all.put(batch.labels(s), of);
        }
      }
    }
    return all;
  }
}
