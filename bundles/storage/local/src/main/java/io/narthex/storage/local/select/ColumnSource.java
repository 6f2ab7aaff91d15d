// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.select;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one target within a range of time, read by column. What it shows does not change. Used by
 * one thread at a time.
 */
public interface ColumnSource {

  /** Returns how many rows there are, at least 1. */
  int rowCount();

  /** Returns their timestamps, strictly ascending; only the first {@link #rowCount} count. */
  long[] timestamps();

  /** Returns about how many of the possible samples are there, from 0 to 1. */
  double density();

  /**
   * Returns the column of a series, or -1.
   *
   * @param hint where it may be; any number
   */
  int column(int series, int hint);

  /** Returns whether a column has any sample. */
  boolean hasSample(int column);

  /** Returns what kinds of samples a column may have. */
  SeriesBatch.Kind kind(int column);

  /**
   * Decodes the floats of a column, one entry a row, {@link SpecialValues#ABSENT} where there is
   * none.
   */
  void values(int column, double[] into, int offset);

  /** Decodes the histograms of a column, one entry a row, null where there is none. */
  void histograms(int column, @Nullable Histogram[] into, int offset);

  /**
   * Decodes the start timestamps of a column, 0 where there is none.
   *
   * @return whether there are any; otherwise {@code into} is untouched
   */
  boolean startTimestamps(int column, long[] into, int offset);
}
