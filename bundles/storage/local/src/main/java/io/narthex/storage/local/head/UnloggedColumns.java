// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.memory.IntList;
import io.narthex.storage.local.wal.v1.WalWriter;

/** Columns that got a series since the log last heard of the block. Under the target's lock. */
final class UnloggedColumns {

  private final IntList columns = new IntList(4);
  private final IntList series = new IntList(4);

  void add(int column, int seriesNumber) {
    columns.add(column);
    series.add(seriesNumber);
  }

  void clear() {
    columns.clear();
    series.clear();
  }

  /** Puts a record of them into a batch, when there are any. */
  void record(WalWriter.Batch batch, int target) {
    if (columns.size() > 0) {
      batch.columns(target, columns.toArray(), series.toArray(), columns.size());
    }
  }
}
