// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.select;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import org.jspecify.annotations.Nullable;

/** A batch of one series of which some ranges of time were deleted. */
public final class MaskedBatch implements SeriesBatch {

  private final SeriesBatch batch;
  private final long[] ranges;

  /**
   * A view of a batch.
   *
   * @param ranges first and last deleted timestamp in turn, ascending
   */
  public MaskedBatch(SeriesBatch batch, long[] ranges) {
    this.batch = batch;
    this.ranges = ranges;
  }

  @Override
  public int seriesCount() {
    return 1;
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

  private boolean isDeleted(int row) {
    long t = batch.timestamps()[row];
    for (int i = 0; i < ranges.length && ranges[i] <= t; i += 2) {
      if (t <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void values(int series, double[] into, int offset) {
    batch.values(series, into, offset);
    for (int row = 0; row < batch.rowCount(); row++) {
      if (isDeleted(row)) {
        into[offset + row] = SpecialValues.ABSENT;
      }
    }
  }

  @Override
  public void histograms(int series, @Nullable Histogram[] into, int offset) {
    batch.histograms(series, into, offset);
    for (int row = 0; row < batch.rowCount(); row++) {
      if (isDeleted(row)) {
        into[offset + row] = null;
      }
    }
  }

  @Override
  public boolean startTimestamps(int series, long[] into, int offset) {
    return batch.startTimestamps(series, into, offset);
  }
}
