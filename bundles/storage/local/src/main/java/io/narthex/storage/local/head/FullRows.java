// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.row.v1.RowBlockSource;
import io.narthex.storage.local.select.ColumnSource;
import io.narthex.storage.local.select.StoredBlock;
import org.jspecify.annotations.Nullable;

/**
 * A full block of rows that could not be written to a chunk file yet.
 *
 * @param rows the rows
 * @param segment the first segment of the log that has records of it
 */
record FullRows(RowBlock rows, long segment) implements StoredBlock {

  @Override
  public long minTime() {
    return rows.minTime();
  }

  @Override
  public long maxTime() {
    return rows.maxTime();
  }

  @Override
  public int columns() {
    return rows.columns();
  }

  @Override
  public int[] series() {
    return rows.layout();
  }

  @Override
  public boolean hold() {
    return rows.hold();
  }

  @Override
  public void release() {
    rows.release();
  }

  @Override
  public @Nullable ColumnSource source(long from, long to) {
    RowBlockSource source = new RowBlockSource(rows, rows.pieces(), from, to);
    return source.rowCount() == 0 ? null : source;
  }
}
