// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;

/** Rows of one target for tests of what is on disk, and an engine whose files are small. */
final class SmallRows {

  static final LocalStorageConfig SMALL = new LocalStorageConfig(null, 1 << 16, 2, 4, 0);

  private static final Labels TARGET = Labels.of("job", "j");

  private SmallRows() {}

  static Labels series(int i) {
    return Labels.of("__name__", "m", "i", Integer.toString(i));
  }

  /** Writes a row a second, in which series {@code i} has 100 times the row's number plus i. */
  static void fill(StorageEngine engine, int from, int to, int columns) {
    try (RowWriter writer = engine.writer(TARGET)) {
      for (int row = from; row < to; row++) {
        writer.row(row * 1000L);
        for (int i = 0; i < columns; i++) {
          writer.set(writer.column(series(i)), row * 100 + i);
        }
        writer.commit();
      }
    }
  }
}
