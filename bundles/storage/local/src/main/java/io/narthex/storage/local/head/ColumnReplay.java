// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.row.v1.PieceReader;

/** Brings the rows of the log to a target's columns, so that each knows its newest sample. */
final class ColumnReplay implements PieceReader.Visitor {

  private final ColumnTable columns;

  ColumnReplay(ColumnTable columns) {
    this.columns = columns;
  }

  @Override
  public void value(long timestamp, int column, long bits) {
    columns.setInBlock(column);
    columns.set(column, Math.max(timestamp, columns.time(column)), bits);
  }

  @Override
  public void same(long timestamp, int column) {
    columns.set(column, Math.max(timestamp, columns.time(column)), columns.bits(column));
  }

  @Override
  public void histogram(long timestamp, int column) {
    if (timestamp > columns.time(column)) {
      columns.clearInBlock(column);
      columns.set(column, timestamp, ColumnTable.HISTOGRAM_BITS);
    }
  }
}
