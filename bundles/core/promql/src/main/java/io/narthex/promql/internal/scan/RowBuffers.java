// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Arrays into which a thread decodes the rows of one series after the other. */
final class RowBuffers {

  private double[] values = new double[0];
  private @Nullable Histogram[] histograms = new Histogram[0];
  private long[] starts = new long[0];
  private boolean startsKnown;

  /** Decodes a series; returns whether it may have histograms. */
  boolean decode(SeriesBatch batch, int series, boolean withStarts) {
    int rows = batch.rowCount();
    if (values.length < rows) {
      values = new double[rows];
    }
    boolean anyHistograms;
    switch (batch.kind(series)) {
      case FLOATS -> {
        batch.values(series, values, 0);
        anyHistograms = false;
      }
      case HISTOGRAMS -> {
        Arrays.fill(values, 0, rows, SpecialValues.ABSENT);
        decodeHistograms(batch, series, rows);
        anyHistograms = true;
      }
      case BOTH -> {
        batch.values(series, values, 0);
        decodeHistograms(batch, series, rows);
        anyHistograms = true;
      }
      default -> throw new IllegalStateException("unknown kind of samples");
    }
    startsKnown = false;
    if (withStarts) {
      if (starts.length < rows) {
        starts = new long[rows];
      }
      startsKnown = batch.startTimestamps(series, starts, 0);
    }
    return anyHistograms;
  }

  private void decodeHistograms(SeriesBatch batch, int series, int rows) {
    if (histograms.length < rows) {
      histograms = new Histogram[rows];
    }
    batch.histograms(series, histograms, 0);
  }

  double[] values() {
    return values;
  }

  @Nullable Histogram[] histograms() {
    return histograms;
  }

  long @Nullable [] starts() {
    return startsKnown ? starts : null;
  }
}
