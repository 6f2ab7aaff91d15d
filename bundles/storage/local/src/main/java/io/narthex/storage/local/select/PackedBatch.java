// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.select;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A batch of one series with only those rows in which it has a sample. For series of targets whose
 * rows are mostly empty, as remote-written ones can be.
 */
public final class PackedBatch implements SeriesBatch {

  private final Labels labels;
  private final Kind kind;
  private final int rowCount;
  private final long[] timestamps;
  private final double[] values;
  private final @Nullable Histogram[] histograms;
  private final long @Nullable [] starts;

  private PackedBatch(
      Labels labels,
      Kind kind,
      int rowCount,
      long[] timestamps,
      double[] values,
      @Nullable Histogram[] histograms,
      long @Nullable [] starts) {
    this.labels = labels;
    this.kind = kind;
    this.rowCount = rowCount;
    this.timestamps = timestamps;
    this.values = values;
    this.histograms = histograms;
    this.starts = starts;
  }

  /** Packs a series of a batch; null when it has no sample in it. */
  public static @Nullable PackedBatch of(SeriesBatch batch, int series) {
    int rows = batch.rowCount();
    Kind kind = batch.kind(series);
    double[] values = new double[rows];
    @Nullable Histogram[] histograms = new Histogram[kind == Kind.FLOATS ? 0 : rows];
    long[] starts = new long[rows];
    batch.values(series, values, 0);
    if (kind != Kind.FLOATS) {
      batch.histograms(series, histograms, 0);
    }
    boolean anyStart = batch.startTimestamps(series, starts, 0);
    long[] from = batch.timestamps();
    long[] timestamps = new long[rows];
    int n = 0;
    for (int r = 0; r < rows; r++) {
      boolean histogram = kind != Kind.FLOATS && histograms[r] != null;
      if (histogram || !SpecialValues.isAbsent(values[r])) {
        timestamps[n] = from[r];
        values[n] = values[r];
        starts[n] = starts[r];
        if (kind != Kind.FLOATS) {
          histograms[n] = histograms[r];
        }
        n++;
      }
    }
    if (n == 0) {
      return null;
    }
    return new PackedBatch(
        batch.labels(series),
        kind,
        n,
        Arrays.copyOf(timestamps, n),
        Arrays.copyOf(values, n),
        Arrays.copyOf(histograms, kind == Kind.FLOATS ? 0 : n),
        anyStart ? Arrays.copyOf(starts, n) : null);
  }

  @Override
  public int seriesCount() {
    return 1;
  }

  @Override
  public int rowCount() {
    return rowCount;
  }

  @Override
  public long[] timestamps() {
    return timestamps;
  }

  @Override
  public Labels labels(int series) {
    return labels;
  }

  @Override
  public Kind kind(int series) {
    return kind;
  }

  @Override
  public void values(int series, double[] into, int offset) {
    System.arraycopy(values, 0, into, offset, rowCount);
  }

  @Override
  public void histograms(int series, @Nullable Histogram[] into, int offset) {
    if (kind == Kind.FLOATS) {
      Arrays.fill(into, offset, offset + rowCount, null);
    } else {
      System.arraycopy(histograms, 0, into, offset, rowCount);
    }
  }

  @Override
  public boolean startTimestamps(int series, long[] into, int offset) {
    if (starts == null) {
      return false;
    }
    System.arraycopy(starts, 0, into, offset, rowCount);
    return true;
  }
}
