// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.select;

import org.jspecify.annotations.Nullable;

/** A finished block of a target's rows, in memory or in a chunk file. Does not change. */
public interface StoredBlock {

  /** Returns the oldest timestamp. */
  long minTime();

  /** Returns the newest timestamp. */
  long maxTime();

  /** Returns how many columns it has. */
  int columns();

  /**
   * Returns the series of its columns; -1 for a column that was not in use.
   *
   * @throws IllegalStateException when they cannot be read
   */
  int[] series();

  /** Returns what is damaged about it, so that it has no {@link #source}; null when nothing is. */
  default @Nullable String damage() {
    return null;
  }

  /** Holds the block, so that it stays readable; false when it is gone already. */
  boolean hold();

  /** Lets go of the block. */
  void release();

  /** Returns the rows within a range, or null when there are none. The caller holds the block. */
  @Nullable ColumnSource source(long from, long to);
}
