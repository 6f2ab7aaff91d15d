// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.select;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import org.jspecify.annotations.Nullable;

/** A batch of whose series some ranges of time were deleted. */
public final class MaskedBatch implements SeriesBatch {

  private final SeriesBatch batch;
  private final long[] @Nullable [] ranges;

  /**
   * A view of a batch.
   *
   * @param ranges for each series first and last deleted timestamp in turn, ascending; null when
   *     none of it was deleted
   */
  public MaskedBatch(SeriesBatch batch, long[] @Nullable [] ranges) {
    this.batch = batch;
    this.ranges = ranges;
  }

  @Override
  public int seriesCount() {
    return batch.seriesCount();
  }

  @Override
  public int rowCount() {
    return batch.rowCount();
  }

  @Override
  public long[] timestamps() {
    return batch.timestamps();
  }

  @Override
  public Labels labels(int series) {
    return batch.labels(series);
  }

  @Override
  public Kind kind(int series) {
    return batch.kind(series);
  }

  private boolean isDeleted(long[] of, int row) {
    long t = batch.timestamps()[row];
    for (int i = 0; i < of.length && of[i] <= t; i += 2) {
      if (t <= of[i + 1]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void values(int series, double[] into, int offset) {
    batch.values(series, into, offset);
    long[] of = ranges[series];
    for (int row = 0; of != null && row < batch.rowCount(); row++) {
      if (isDeleted(of, row)) {
        into[offset + row] = SpecialValues.ABSENT;
      }
    }
  }

  @Override
  public void histograms(int series, @Nullable Histogram[] into, int offset) {
    batch.histograms(series, into, offset);
    long[] of = ranges[series];
    for (int row = 0; of != null && row < batch.rowCount(); row++) {
      if (isDeleted(of, row)) {
        into[offset + row] = null;
      }
    }
  }

  @Override
  public boolean startTimestamps(int series, long[] into, int offset) {
    return batch.startTimestamps(series, into, offset);
  }
}
