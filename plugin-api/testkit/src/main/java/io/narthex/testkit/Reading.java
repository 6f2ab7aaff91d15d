// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what an engine holds, and checks on the way that its batches keep the contract. */
public final class Reading {

  private static final double UNTOUCHED = 4711.25;

  private Reading() {}

  /** Returns all samples of the series that match, in a range of time. */
  public static Map<Labels, List<Sample>> samples(
      StorageEngine engine, long fromMs, long toMs, Matcher... matchers) {
    try (Selection selection = engine.select(new SelectRequest(List.of(matchers), fromMs, toMs))) {
      Map<Labels, List<Sample>> found = new TreeMap<>();
      for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
        batch(batch, fromMs, toMs)
            .forEach(
                (labels, samples) ->
                    assertThat(found.put(labels, samples))
                        .as("%s is in one batch only", labels)
                        .isNull());
      }
      assertThat(selection.next()).as("after the last batch").isNull();
      return found;
    }
  }

  /** Returns the samples of one batch; series without any are left out. */
  public static Map<Labels, List<Sample>> batch(SeriesBatch batch, long fromMs, long toMs) {
    int rows = batch.rowCount();
    long[] timestamps = batch.timestamps();
    assertThat(batch.seriesCount()).as("series of a batch").isPositive();
    assertThat(timestamps.length).as("timestamps of a batch").isGreaterThanOrEqualTo(rows);
    for (int row = 0; row < rows; row++) {
      assertThat(timestamps[row]).as("timestamp of row %d", row).isBetween(fromMs, toMs);
      if (row > 0) {
        assertThat(timestamps[row]).as("row %d", row).isGreaterThan(timestamps[row - 1]);
      }
    }
    Map<Labels, List<Sample>> found = new TreeMap<>();
    for (int series = 0; series < batch.seriesCount(); series++) {
      List<Sample> samples = series(batch, series, rows, timestamps);
      if (!samples.isEmpty()) {
        assertThat(found.put(batch.labels(series), samples)).isNull();
      }
    }
    return found;
  }

  private static List<Sample> series(SeriesBatch batch, int series, int rows, long[] timestamps) {
    // Read at an offset, so that an engine that ignores it, or writes too far, is found out.
    double[] values = new double[rows + 3];
    Arrays.fill(values, UNTOUCHED);
    batch.values(series, values, 2);
    assertThat(new double[] {values[0], values[1], values[rows + 2]})
        .as("entries outside the batch's rows")
        .containsOnly(UNTOUCHED);
    @Nullable Histogram[] histograms = new @Nullable Histogram[rows + 1];
    batch.histograms(series, histograms, 1);
    assertThat(histograms[0]).isNull();
    SeriesBatch.Kind kind = batch.kind(series);
    List<Sample> samples = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      boolean absent = SpecialValues.isAbsent(values[row + 2]);
      Histogram histogram = histograms[row + 1];
      if (histogram != null) {
        assertThat(absent).as("a histogram and a float in one row").isTrue();
        assertThat(kind).isNotEqualTo(SeriesBatch.Kind.FLOATS);
        samples.add(Sample.of(timestamps[row], histogram));
      } else if (!absent) {
        assertThat(kind).isNotEqualTo(SeriesBatch.Kind.HISTOGRAMS);
        samples.add(Sample.of(timestamps[row], values[row + 2]));
      }
    }
    return samples;
  }
}
