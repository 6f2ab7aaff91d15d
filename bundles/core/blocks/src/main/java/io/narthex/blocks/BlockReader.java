// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks;

import io.narthex.blocks.internal.chunk.ChunkDecoder;
import io.narthex.blocks.internal.index.ChunkRef;
import io.narthex.blocks.internal.index.ChunkSegments;
import io.narthex.blocks.internal.index.IndexEntry;
import io.narthex.blocks.internal.index.IndexReader;
import io.narthex.blocks.internal.index.Tombstones;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block of Prometheus' storage engine, series after series. For one thread.
 *
 * <p>Index of versions 1 to 3; chunks of floats (XOR, XOR2) and of histograms, integer and float,
 * with and without start timestamps; deletions are left out of what is read.
 */
public final class BlockReader implements AutoCloseable {

  private final BlockMeta meta;
  private final IndexReader index;
  private final ChunkSegments chunks;
  private final Tombstones tombstones;

  /**
   * Opens a block.
   *
   * @param folder the block's folder
   * @throws IOException when a file is missing, of an unknown version or damaged
   */
  public BlockReader(Path folder) throws IOException {
    meta = BlockMeta.read(folder);
    tombstones = Tombstones.read(folder);
    index = new IndexReader(folder.resolve("index"));
    try {
      chunks = new ChunkSegments(folder.resolve("chunks"));
    } catch (IOException e) {
      index.close();
      throw e;
    }
  }

  /**
   * Finds the blocks in a data folder of Prometheus, or the block that the folder is.
   *
   * @return the blocks' folders in the order of their time
   * @throws IOException when the folder cannot be read or a block's {@code meta.json} is broken
   */
  public static List<Path> find(Path folder) throws IOException {
    if (Files.exists(folder.resolve(BlockMeta.FILE))) {
      return List.of(folder);
    }
    record Found(Path path, long minMs) {}
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
      for (Path path : inside) {
        if (Files.exists(path.resolve(BlockMeta.FILE))) {
          found.add(new Found(path, BlockMeta.read(path).minMs()));
        }
      }
    }
    found.sort(Comparator.comparingLong(Found::minMs).thenComparing(Found::path));
    return found.stream().map(Found::path).toList();
  }

  /** Returns what the block says of itself. */
  public BlockMeta meta() {
    return meta;
  }

  /** Returns how many series are in the index. */
  public int seriesCount() {
    return index.size();
  }

  /**
   * Returns the next series, in the order of their labels, or null after the last one.
   *
   * @throws IOException when the index is damaged
   */
  public @Nullable Series next() throws IOException {
    return index.hasNext() ? new Series(index.next()) : null;
  }

  /** A series of the block. */
  public final class Series {

    private final IndexEntry entry;

    private Series(IndexEntry entry) {
      this.entry = entry;
    }

    /** Returns the labels. */
    public Labels labels() {
      return entry.labels();
    }

    /** Returns the samples; may be asked for again, as long as the block is open. */
    public SampleCursor samples() {
      return new Samples(entry);
    }
  }

  /** The samples of all chunks of a series, without deleted ones. */
  private final class Samples implements SampleCursor {

    private final long reference;
    private final Iterator<ChunkRef> left;
    private @Nullable ChunkDecoder chunk;

    Samples(IndexEntry entry) {
      reference = entry.reference();
      left = entry.chunks().iterator();
    }

    @Override
    public boolean next() throws IOException {
      while (true) {
        ChunkDecoder current = chunk;
        if (current != null && current.next()) {
          if (!tombstones.covers(reference, current.timestampMs())) {
            return true;
          }
        } else if (left.hasNext()) {
          chunk = chunks.chunk(left.next());
        } else {
          return false;
        }
      }
    }

    private ChunkDecoder current() {
      if (chunk == null) {
        throw new IllegalStateException("next was not called");
      }
      return chunk;
    }

    @Override
    public long timestampMs() {
      return current().timestampMs();
    }

    @Override
    public boolean isHistogram() {
      return current().isHistogram();
    }

    @Override
    public double value() {
      return current().value();
    }

    @Override
    public Histogram histogram() {
      return current().histogram();
    }

    @Override
    public long startTimestampMs() {
      return current().startTimestampMs();
    }
  }

  @Override
  public void close() {
    index.close();
    chunks.close();
  }
}
