// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import io.narthex.blocks.internal.chunk.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes the segments that {@link ChunkSegments} reads, each of at most 512 MiB. */
public final class ChunkSegmentWriter implements AutoCloseable {

  private static final long MAX_BYTES = 512L << 20;

  private final Path folder;
  private int segments;
  private @Nullable SectionWriter out;

  /** Writes into a folder, which is made. */
  public ChunkSegmentWriter(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /**
   * Writes a chunk.
   *
   * @return its reference; references ascend
   */
  public long write(Encoding encoding, byte[] data, int from, int length) throws IOException {
    SectionWriter writer = out;
    if (writer == null || writer.position() + length + 16 > MAX_BYTES) {
      writer = next();
    }
    final long reference = (long) (segments - 1) << 32 | writer.position();
    writer.uvarint(length);
    writer.end();
    writer.put(encoding.number());
    writer.put(data, from, length);
    writer.endWithSum(0);
    return reference;
  }

  private SectionWriter next() throws IOException {
    close();
    SectionWriter writer = new SectionWriter(folder.resolve("%06d".formatted(++segments)));
    out = writer;
    writer.uint32(ChunkSegments.MAGIC);
    writer.put(1);
    writer.put(new byte[3], 0, 3);
    writer.end();
    return writer;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
