// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.config.Doc;
import io.narthex.storage.local.label.SeriesLimits;
import java.time.Duration;

/**
 * What an operator can set of the local storage engine, in {@code storage.engine} of the
 * configuration file. Zero and absent mean the default.
 *
 * @param syncInterval how often what was committed is made safe against a power cut
 * @param walSegmentBytes the size of a segment of the write-ahead log
 * @param walSegments how many segments the log has at most, before rows are stored ahead of time
 * @param blockRows how many rows of a target are gathered before they are encoded
 * @param maxSeries how many series the engine takes
 * @param maxSeriesPerTarget how many series one target may have at the same time
 * @param maxValuesPerLabel how many values a label has over all series; 0 for no limit
 */
@Doc("Keeps samples on this machine's disk.")
public record LocalStorageConfig(
    @Doc("How often what was committed is made safe against a power cut. Default 1s.")
        Duration syncInterval,
    @Doc("The size of a segment of the write-ahead log in bytes. Default 32 MiB.")
        long walSegmentBytes,
    @Doc("How many segments the write-ahead log has before rows are stored early. Default 4.")
        int walSegments,
    @Doc("How many rows of a target are gathered before they are encoded. Default 64.")
        int blockRows,
    @Doc("How many series are taken at most. Default 20,000,000.") long maxSeries,
    @Doc("How many series one target may have at a time. Default 2,000,000.")
        int maxSeriesPerTarget,
    @Doc("How many values one label may have over all series. Default 0, which sets no limit.")
        int maxValuesPerLabel) {

  /** Puts defaults in place. */
  public LocalStorageConfig {
    syncInterval =
        syncInterval == null || syncInterval.isZero() ? Duration.ofSeconds(1) : syncInterval;
    if (syncInterval.isNegative()) {
      throw new IllegalArgumentException("sync_interval must not be negative");
    }
    walSegmentBytes = walSegmentBytes == 0 ? 32 << 20 : walSegmentBytes;
    if (walSegmentBytes < 1 << 16) {
      throw new IllegalArgumentException("wal_segment_bytes must be at least 65536");
    }
    walSegments = walSegments == 0 ? 4 : walSegments;
    if (walSegments < 2) {
      throw new IllegalArgumentException("wal_segments must be at least 2");
    }
    blockRows = blockRows == 0 ? 64 : blockRows;
    if (blockRows < 2 || blockRows > 1024) {
      throw new IllegalArgumentException("block_rows must be from 2 to 1024");
    }
    maxSeries = maxSeries == 0 ? 20_000_000 : maxSeries;
    if (maxSeries < 1 || maxSeries > 1_000_000_000) {
      throw new IllegalArgumentException("max_series must be from 1 to 1000000000");
    }
    maxSeriesPerTarget = maxSeriesPerTarget == 0 ? 2_000_000 : maxSeriesPerTarget;
    if (maxSeriesPerTarget < 1) {
      throw new IllegalArgumentException("max_series_per_target must be at least 1");
    }
    if (maxValuesPerLabel < 0) {
      throw new IllegalArgumentException("max_values_per_label must not be negative");
    }
  }

  /** With the default for the series of a target, without a limit for the values of a label. */
  public LocalStorageConfig(
      Duration syncInterval, long walSegmentBytes, int walSegments, int blockRows, long maxSeries) {
    this(syncInterval, walSegmentBytes, walSegments, blockRows, maxSeries, 0, 0);
  }

  SeriesLimits seriesLimits() {
    return new SeriesLimits(maxSeries, maxValuesPerLabel);
  }

  /** The defaults. */
  public static LocalStorageConfig defaults() {
    return new LocalStorageConfig(Duration.ZERO, 0, 0, 0, 0);
  }
}
