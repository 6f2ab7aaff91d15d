// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import io.narthex.blocks.BlockException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of a block, read by a position that moves on. Numbers of fixed width have the highest byte
 * first; checksums are CRC-32 with the Castagnoli polynomial.
 */
final class MappedFile implements AutoCloseable {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Path path;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment bytes;
  private long at;

  /** Maps a file, which only the calling thread may read. */
  MappedFile(Path path) throws IOException {
    this.path = path;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  long size() {
    return bytes.byteSize();
  }

  long position() {
    return at;
  }

  /** Goes to a position. */
  void seek(long position) throws BlockException {
    at = position;
    if (position < 0 || position > size()) {
      at = 0;
      throw new BlockException(path, position, "lies outside the file, which has " + size());
    }
  }

  BlockException fault(String problem) {
    return new BlockException(path, at, problem);
  }

  private void need(long count) throws BlockException {
    if (count < 0 || at + count > size()) {
      throw fault("the file ends too early");
    }
  }

  int uint8() throws BlockException {
    need(1);
    return bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  long uint32() throws BlockException {
    need(4);
    long value = bytes.get(INT, at) & 0xffffffffL;
    at += 4;
    return value;
  }

  long uint64() throws BlockException {
    need(8);
    long value = bytes.get(LONG, at);
    at += 8;
    return value;
  }

  long uvarint() throws BlockException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int b = uint8();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw fault("a number has more than 10 bytes");
  }

  long varint() throws BlockException {
    long value = uvarint();
    return value >>> 1 ^ -(value & 1);
  }

  /** Reads a text behind its length. */
  String text() throws BlockException {
    int length = length(uvarint());
    byte[] text = new byte[length];
    copy(length, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Copies bytes into the beginning of an array. */
  void copy(int length, byte[] into) throws BlockException {
    need(length);
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, into, 0, length);
    at += length;
  }

  /** Checks that a number can be the length of something that follows. */
  int length(long number) throws BlockException {
    if (number < 0 || number > Integer.MAX_VALUE - 16 || at + number > size()) {
      throw fault("something with a length of " + number + " bytes does not fit into the file");
    }
    return (int) number;
  }

  /** Checks the checksum that follows a part of the file; leaves the position at the part. */
  void checkSum(long from, long length) throws BlockException {
    seek(from);
    need(length + 4);
    CRC32C sum = new CRC32C();
    sum.update(bytes.asSlice(from, length).asByteBuffer());
    seek(from + length);
    if (uint32() != sum.getValue()) {
      throw new BlockException(path, from, "checksum mismatch; the file is damaged");
    }
    at = from;
  }

  /**
   * Goes to a section that begins with its length in 4 bytes and ends with a checksum.
   *
   * @return the position behind its content; the file stands at its beginning
   */
  long section(long position) throws BlockException {
    seek(position);
    int length = length(uint32());
    long from = at;
    checkSum(from, length);
    return from + length;
  }

  @Override
  public void close() {
    arena.close();
  }
}
