// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import io.narthex.blocks.BlockException;
import io.narthex.blocks.internal.chunk.ChunkDecoder;
import io.narthex.blocks.internal.chunk.DamagedChunkException;
import io.narthex.blocks.internal.chunk.Encoding;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files {@code chunks/000001} and so on of a block: a magic number, the version 1 and three
 * bytes 0, then chunks, each behind its length and its encoding and before a checksum of both.
 */
public final class ChunkSegments implements AutoCloseable {

  static final long MAGIC = 0x85BD40DDL;
  static final int HEADER_BYTES = 8;

  private final Path folder;
  private final List<MappedFile> files = new ArrayList<>();

  /** Opens the segments in a folder. */
  public ChunkSegments(Path folder) throws IOException {
    this.folder = folder;
    List<Path> paths = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[0-9]*")) {
        found.forEach(paths::add);
      }
    }
    paths.sort(null);
    try {
      for (Path path : paths) {
        MappedFile file = new MappedFile(path);
        files.add(file);
        if (file.size() < HEADER_BYTES || file.uint32() != MAGIC || file.uint8() != 1) {
          throw new BlockException(path, "is no segment of chunks of version 1");
        }
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Returns the samples of a chunk.
   *
   * @throws IOException when there is no sound chunk of a known encoding
   */
  public ChunkDecoder chunk(ChunkRef reference) throws IOException {
    int segment = (int) (reference.reference() >>> 32);
    if (segment >= files.size()) {
      throw new BlockException(folder, "there is no segment " + (segment + 1));
    }
    MappedFile file = files.get(segment);
    file.seek(reference.reference() & 0xffffffffL);
    int length = file.length(file.uvarint());
    file.checkSum(file.position(), length + 1L);
    int number = file.uint8();
    Encoding encoding = Encoding.of(number);
    if (encoding == null) {
      throw file.fault("unknown chunk encoding " + number);
    }
    byte[] bytes = new byte[length + 8];
    file.copy(length, bytes);
    try {
      return ChunkDecoder.of(encoding, bytes, length);
    } catch (DamagedChunkException e) {
      throw file.fault(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    files.forEach(MappedFile::close);
  }
}
