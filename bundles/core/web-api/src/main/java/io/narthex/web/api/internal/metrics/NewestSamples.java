// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest sample of each series of one or more selections; ended series are left out. */
final class NewestSamples {

  private final Map<Labels, Newest> newest = new HashMap<>();
  private double[] values = new double[0];
  private @Nullable Histogram[] histograms = new @Nullable Histogram[0];

  /**
   * A sample.
   *
   * @param series its series
   * @param timestampMs its time
   * @param value its value, when it is no histogram
   * @param histogram the histogram that it is, or null
   */
  record Newest(Labels series, long timestampMs, double value, @Nullable Histogram histogram) {}

  /** Reads the series that match, and returns how many warnings there were. */
  int read(StorageEngine storage, List<Matcher> matchers, long fromMs, long toMs) {
    try (Selection selection = storage.select(new SelectRequest(matchers, fromMs, toMs))) {
      for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
        for (int i = 0; i < batch.seriesCount(); i++) {
          read(batch, i);
        }
      }
      return selection.warnings().size();
    }
  }

  private void read(SeriesBatch batch, int series) {
    int rows = batch.rowCount();
    if (values.length < rows) {
      values = new double[rows];
      histograms = new @Nullable Histogram[rows];
    }
    int row = rows - 1;
    if (batch.kind(series) == SeriesBatch.Kind.FLOATS) {
      Arrays.fill(histograms, 0, rows, null);
    } else {
      batch.histograms(series, histograms, 0);
    }
    batch.values(series, values, 0);
    while (row >= 0 && SpecialValues.isAbsent(values[row]) && histograms[row] == null) {
      row--;
    }
    if (row < 0) {
      return;
    }
    Histogram histogram = histograms[row];
    boolean ended = histogram == null ? SpecialValues.isStale(values[row]) : histogram.isStale();
    if (!ended) {
      Labels labels = batch.labels(series);
      newest.put(labels, new Newest(labels, batch.timestamps()[row], values[row], histogram));
    }
  }

  /** Returns the samples by metric name, then by labels. */
  List<Newest> sorted() {
    return newest.values().stream()
        .sorted(
            Comparator.comparing((Newest n) -> n.series().metricName())
                .thenComparing(Newest::series))
        .toList();
  }
}
