// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.storage.local.chunk.ChunkStore;
import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.label.StoredRows;
import io.narthex.storage.local.wal.v1.WalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The rows of chunk files and write-ahead log, before they are loaded. */
final class RowsOnDisk implements StoredRows {

  private final ChunkStore chunks;
  private final Path wal;

  RowsOnDisk(ChunkStore chunks, Path wal) {
    this.chunks = chunks;
    this.wal = wal;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    for (Map.Entry<Integer, List<ChunkBlock>> entry : chunks.blocks().entrySet()) {
      for (ChunkBlock block : entry.getValue()) {
        tell(visitor, entry.getKey(), block.series());
      }
    }
    if (Files.isDirectory(wal)) {
      WalReader.ahead(wal).read(new LogSeries(visitor));
    }
  }

  private static void tell(Visitor visitor, int target, int[] series) {
    for (int number : series) {
      if (number >= 0) {
        visitor.series(number, target);
      }
    }
  }

  /** Passes on which series the blocks of the log have. */
  private record LogSeries(Visitor visitor) implements WalReader.Visitor {

    @Override
    public void block(long segment, int target, long firstPiece, int[] series) {
      tell(visitor, target, series);
    }

    @Override
    public void columns(long segment, int target, int[] columns, int[] series) {
      tell(visitor, target, series);
    }

    @Override
    public void rows(
        long segment,
        int target,
        long firstPiece,
        int pieces,
        int samples,
        long[] words,
        int length) {
      // Their block has told the series.
    }
  }
}
