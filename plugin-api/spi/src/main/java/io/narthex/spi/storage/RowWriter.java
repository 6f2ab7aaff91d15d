// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.SpecialValues;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Appends the rows of one target. Used by one thread at a time.
 *
 * <p>The protocol: {@link #column} names a series, once. An append is {@link #row}, any number of
 * setters, possibly more rows, then {@link #commit} or {@link #rollback}. A column that is not set
 * has no sample in the row. A series that has ended is told so by the caller, who sets {@link
 * io.narthex.spi.model.SpecialValues#STALE} in the next row and then {@linkplain #release releases}
 * its column.
 *
 * <p>In the steady state an append creates no object: columns are small numbers, values go in as
 * doubles.
 */
@ConsumerType
public interface RowWriter extends AutoCloseable {

  /**
   * Returns the column of a series; the same labels give the same column until it is released.
   * Columns are numbered from 0 without gaps, released numbers are given again.
   *
   * @param series the full labels with {@code __name__}, not empty
   * @throws LimitExceededException when the engine takes no further series
   */
  int column(Labels series);

  /**
   * Returns the labels of a column in use, or null when the engine does not know them. The host
   * asks when it replaces an engine, so that its writers go on with the next one; without an answer
   * their users must ask for new ones, and the row at hand is lost.
   */
  default @Nullable Labels labels(int column) {
    return null;
  }

  /**
   * Gives a column back: its series gets no more samples through it. Takes effect after the next
   * commit.
   */
  void release(int column);

  /**
   * Begins a row. Rows of one append may come in any order of time.
   *
   * @param timestampMs the timestamp of the values that are set next
   */
  void row(long timestampMs);

  /** Sets one value of the row. Setting a column twice keeps the last value. */
  void set(int column, double value);

  /**
   * Sets many values of the row: {@code values[i]} goes to column {@code i}, for i below {@code
   * count}. Entries that are {@link io.narthex.spi.model.SpecialValues#ABSENT} are passed over. The
   * array is not kept.
   */
  default void setAll(double[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!SpecialValues.isAbsent(values[i])) {
        set(i, values[i]);
      }
    }
  }

  /** Sets a native histogram. */
  void setHistogram(int column, Histogram histogram);

  /**
   * Adds an exemplar to a column's series. Exemplars that are not newer than the last are dropped.
   */
  default void exemplar(int column, Exemplar exemplar) {}

  /**
   * Tells when the column's counter or histogram began to count, in milliseconds; for the present
   * row.
   */
  default void startTimestamp(int column, long startMs) {}

  /** Tells what the target says of a metric family. */
  default void metadata(MetricMetadata metadata) {}

  /**
   * Makes all rows since the last commit visible, together, and as durable as the engine promises.
   * Samples that are out of order, duplicates with another value, or too old are left out and
   * counted; the others go in.
   *
   * @throws StorageException when nothing could be written (a full disk, say): no sample of this
   *     append went in, and the writer can be used further
   */
  CommitResult commit();

  /** Forgets all rows since the last commit. Columns stay. */
  void rollback();

  /** Ends the writer; uncommitted rows are forgotten. */
  @Override
  void close();
}
