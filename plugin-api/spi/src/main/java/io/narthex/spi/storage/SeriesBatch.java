// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Series that share one column of timestamps. Used by one thread; valid until its selection is
 * closed.
 *
 * <p>A series need not have a sample in every row. In one row it has a float or a histogram, never
 * both.
 */
@ConsumerType
public interface SeriesBatch {

  /** What kinds of samples a series has in this batch. */
  enum Kind {
    FLOATS,
    HISTOGRAMS,
    BOTH
  }

  /** Returns how many series the batch has, at least 1. */
  int seriesCount();

  /** Returns how many rows (timestamps) the batch has. */
  int rowCount();

  /**
   * Returns the timestamps of the rows, strictly ascending, all within the range asked for. Only
   * the first {@link #rowCount} entries count; the array may be shared and must not be changed.
   */
  long[] timestamps();

  /**
   * Returns the labels of a series. They may lack those that {@link SelectHints#labels} says are
   * not looked at.
   */
  Labels labels(int series);

  /** Returns what samples a series has. May say {@link Kind#BOTH} when the engine does not know. */
  Kind kind(int series);

  /**
   * Decodes the float samples of a series: row i goes to {@code into[offset + i]}. Rows without a
   * float sample get {@link io.narthex.spi.model.SpecialValues#ABSENT}; stale markers and other
   * NaNs keep their bits.
   */
  void values(int series, double[] into, int offset);

  /**
   * Decodes the histograms of a series: row i goes to {@code into[offset + i]}, null where there is
   * none.
   */
  void histograms(int series, @Nullable Histogram[] into, int offset);

  /**
   * Decodes the start timestamps of a series, in milliseconds; 0 where none is known.
   *
   * @return whether any is known; when false, {@code into} is untouched
   */
  default boolean startTimestamps(int series, long[] into, int offset) {
    return false;
  }
}
