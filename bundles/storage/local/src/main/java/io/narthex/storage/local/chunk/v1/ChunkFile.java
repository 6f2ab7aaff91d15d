// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk.v1;

import io.narthex.spi.storage.StorageException;
import io.narthex.storage.local.codec.v1.ByteSink;
import io.narthex.storage.local.file.Aside;
import io.narthex.storage.local.file.DataFile;
import io.narthex.storage.local.file.FutureVersionException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of blocks, version 1. All numbers are little-endian. The header has 16 bytes:
 *
 * <pre>
 *  0  8 bytes  magic "NXCHUNK" and a zero
 *  8  u32      version, 1
 * 12  u32      CRC32C of bytes 0 to 11
 * </pre>
 *
 * <p>Records follow, each:
 *
 * <pre>
 *  0  u32  magic 0x4b4c424e ("NBLK")
 *  4  u32  length of the record with this head
 *  8  u32  CRC32C of bytes 12 to 71
 * 12  u32  CRC32C of bytes 72 to the end
 * 16  u32  type: 1 LAYOUT, 2 BLOCK, 3 CHECKED_BLOCK
 * 20  u32  number of the target
 * 24  u32  count of columns
 * 28  u32  count of rows            0 in a LAYOUT, as are all that follow
 * 32  i64  oldest timestamp
 * 40  i64  newest timestamp
 * 48  i64  number of the first piece of the target that is in the block
 * 56  i64  number of the first piece behind it
 * 64  i64  position of its LAYOUT in this file
 * 72       body
 * </pre>
 *
 * <p>The body of a LAYOUT is the series of its columns, u32 each, ascending. Blocks with the same
 * columns share a layout. The body of a CHECKED_BLOCK is as {@link BlockWriter} says, with a u32
 * behind it: CRC-32 (that of RFC 1952) of the body before it. A BLOCK has no such end; it was
 * written by earlier programs.
 *
 * <p>The file only grows, by one thread at a time. A record that is torn at its end is cut off when
 * the file is opened next. A single flipped bit is put right in the file: {@link RecordMender}. A
 * place with more damage is passed over by looking for the next record; a body that is damaged is
 * found when it is first read.
 */
public final class ChunkFile implements AutoCloseable {

  static final int HEADER = 16;
  static final int RECORD_HEAD = 72;
  static final int LAYOUT = 1;
  static final int BLOCK = 2;
  static final int CHECKED_BLOCK = 3;
  static final int RECORD_MAGIC = 0x4b4c424e;

  private static final long MAGIC = 0x004b4e554843584eL;
  private static final int VERSION = 1;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final Path file;
  private final DataFile channel;
  private final Consumer<String> warnings;
  private final RecordMender mender;
  private volatile MemorySegment mapped = MemorySegment.NULL;
  private volatile long end;
  private boolean dirty;
  private volatile boolean damaged;

  private ChunkFile(Path file, DataFile channel, Consumer<String> warnings) {
    this.file = file;
    this.channel = channel;
    this.warnings = warnings;
    this.mender = new RecordMender(file, channel, warnings);
  }

  /**
   * Makes a file.
   *
   * @param warnings told of damage
   */
  public static ChunkFile create(Path file, Consumer<String> warnings) throws IOException {
    DataFile channel = DataFile.create(file);
    ChunkFile made = new ChunkFile(file, channel, warnings);
    try {
      ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      header.putLong(MAGIC).putInt(VERSION);
      CRC32C crc = new CRC32C();
      crc.update(header.array(), 0, 12);
      header.putInt((int) crc.getValue()).flip();
      made.write(header, 0);
      made.end = HEADER;
      return made;
    } catch (IOException e) {
      try (channel) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  /**
   * Opens a file and reads the heads of its records.
   *
   * @param blocks gets the blocks, in their order
   * @param checkAll whether bodies are read, too, and a bad end is cut off; for files that may not
   *     have been forced to the disk when the process ended
   * @param warnings told of damage
   * @throws IOException when it is no chunk file, or has another version
   */
  public static ChunkFile open(
      Path file, List<ChunkBlock> blocks, boolean checkAll, Consumer<String> warnings)
      throws IOException {
    DataFile channel = DataFile.open(file);
    try {
      ChunkFile opened = new ChunkFile(file, channel, warnings);
      opened.read(blocks, checkAll);
      return opened;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void read(List<ChunkBlock> blocks, boolean checkAll) throws IOException {
    long size = channel.size();
    end = size;
    if (size < HEADER) {
      throw new IOException(file + " is not a chunk file (no header)");
    }
    MemorySegment all = bytes(0, size);
    boolean known = isHeader(all) || mender.mendHeader(all) && isHeader(all);
    if (!known) {
      if (!isHead(all, HEADER, size) && !mender.mend(all, HEADER, checkAll)) {
        throw new IOException(file + " is not a chunk file (bad header)");
      }
      damaged = true;
      warnings.accept(file + ": the header is damaged; the blocks behind it are read all the same");
    } else if (all.get(INT, 8) != VERSION) {
      throw new FutureVersionException(file, all.get(INT, 8), VERSION);
    }
    long at = HEADER;
    long before = at;
    while (at < size) {
      boolean whole = isHead(all, at, size) && (!checkAll || isBody(all, at));
      if (whole || mender.mend(all, at, checkAll)) {
        if (all.get(INT, at + 16) != LAYOUT) {
          blocks.add(new ChunkBlock(this, at));
        }
        before = at;
        at += all.get(INT, at + 4) & 0xffffffffL;
        continue;
      }
      if (at > before && !isBody(all, before)) {
        // Its length, too, may be what is damaged: there may be records before this place.
        long wrong = before;
        blocks.removeIf(block -> block.isAt(wrong));
        at = before;
        if (mender.mend(all, at, true)) {
          continue;
        }
      }
      long next = nextHead(all, at + 1, size);
      if (next == size && checkAll) {
        cut(at);
        return;
      }
      damaged = true;
      warnings.accept(
          file
              + ": "
              + (next - at)
              + " bytes from byte "
              + at
              + " on are damaged and were passed over; restore the file from a copy");
      at = next;
      before = next;
    }
  }

  /** Returns where the next record begins behind a damaged place, or the size. */
  private static long nextHead(MemorySegment all, long from, long size) {
    for (long at = from; at <= size - RECORD_HEAD; at++) {
      if (all.get(INT, at) == RECORD_MAGIC && isHead(all, at, size)) {
        return at;
      }
    }
    return size;
  }

  /** Cuts off a torn end; what it has is put into a file beside this one. */
  private void cut(long at) throws IOException {
    long torn = end - at;
    byte[] bytes = bytes(0, end).asSlice(at, torn).toArray(ValueLayout.JAVA_BYTE);
    Path aside = null;
    for (byte b : bytes) {
      if (b != 0) {
        aside = file.resolveSibling(file.getFileName() + "." + at + Aside.DAMAGED);
        Files.write(aside, bytes);
        break;
      }
    }
    mapped = MemorySegment.NULL;
    channel.truncate(at);
    end = at;
    warnings.accept(
        file
            + ": the last "
            + torn
            + " bytes are torn or damaged and were cut off"
            + (aside == null ? "" : "; they were set aside as " + aside));
  }

  /** Returns whether merges write such files: they have two numbers in their name. */
  public boolean isMerged() {
    return file.getFileName().toString().contains("-");
  }

  /** Returns whether something in it could not be read so far. */
  public boolean isDamaged() {
    return damaged;
  }

  /** Notes that a block in it cannot be read, and tells so. */
  void damaged(String what) {
    damaged = true;
    warnings.accept(file + ": " + what + "; restore the file from a copy");
  }

  /** Returns whether there is more in it than the header. */
  public boolean hasRecords() {
    return end > HEADER;
  }

  private static boolean isHeader(MemorySegment all) {
    CRC32C crc = new CRC32C();
    crc.update(all.asSlice(0, 12).asByteBuffer());
    return all.get(LONG, 0) == MAGIC && all.get(INT, 12) == (int) crc.getValue();
  }

  private static boolean isHead(MemorySegment all, long at, long size) {
    if (size - at < RECORD_HEAD || all.get(INT, at) != RECORD_MAGIC) {
      return false;
    }
    long length = all.get(INT, at + 4) & 0xffffffffL;
    CRC32C crc = new CRC32C();
    crc.update(all.asSlice(at + 12, RECORD_HEAD - 12).asByteBuffer());
    return length >= RECORD_HEAD
        && length <= size - at
        && all.get(INT, at + 8) == (int) crc.getValue();
  }

  private static boolean isBody(MemorySegment all, long at) {
    long length = all.get(INT, at + 4) & 0xffffffffL;
    return all.get(INT, at + 12) == bodyCrc(all, at, length);
  }

  /** Returns the checksum of the body of a record, as if the record's length were such. */
  static int bodyCrc(MemorySegment all, long at, long length) {
    CRC32C crc = new CRC32C();
    crc.update(all.asSlice(at + RECORD_HEAD, length - RECORD_HEAD).asByteBuffer());
    return (int) crc.getValue();
  }

  /** Returns whether the body of the record at a position is what was written, or is again. */
  boolean isWhole(long at) {
    MemorySegment all = bytes(0, end);
    return isBody(all, at) || mender.mend(all, at, true);
  }

  /** Returns whether there is a whole layout of a target with so many columns at a position. */
  boolean isLayout(long at, int target, int columns) {
    MemorySegment all = bytes(0, end);
    return at >= HEADER
        && at < end
        && isHead(all, at, end)
        && all.get(INT, at + 16) == LAYOUT
        && all.get(INT, at + 20) == target
        && all.get(INT, at + 24) == columns
        && isWhole(at);
  }

  /** Returns the file. */
  public Path path() {
    return file;
  }

  /** Returns its size. */
  public long size() {
    return end;
  }

  /**
   * Begins a record in a sink: leaves room for its head.
   *
   * @return the position to give to {@link #finish}
   */
  static int begin(ByteSink out) {
    int at = out.size();
    for (int i = 0; i < RECORD_HEAD / 8; i++) {
      out.word(0);
    }
    return at;
  }

  /** Fills what is common to the heads of all records. */
  static void finish(ByteSink out, int at, int type, int target, int columns) {
    out.setInt32(at, RECORD_MAGIC);
    out.setInt32(at + 4, out.size() - at);
    out.setInt32(at + 16, type);
    out.setInt32(at + 20, target);
    out.setInt32(at + 24, columns);
    CRC32C crc = new CRC32C();
    crc.update(out.bytes(), at + RECORD_HEAD, out.size() - at - RECORD_HEAD);
    out.setInt32(at + 12, (int) crc.getValue());
    crc.reset();
    crc.update(out.bytes(), at + 12, RECORD_HEAD - 12);
    out.setInt32(at + 8, (int) crc.getValue());
  }

  /**
   * Appends whole records with one write.
   *
   * @return the position of the first
   * @throws IOException when they could not be written; the file's end stays where it was
   */
  long append(ByteSink records) throws IOException {
    long at = end;
    try {
      write(ByteBuffer.wrap(records.bytes(), 0, records.size()), at);
    } catch (IOException e) {
      try {
        channel.truncate(at);
      } catch (IOException further) {
        e.addSuppressed(further);
      }
      throw e;
    }
    dirty = true;
    end = at + records.size();
    return at;
  }

  private void write(ByteBuffer from, long position) throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  /** Makes what was appended safe against a power cut. */
  public void force() throws IOException {
    if (dirty) {
      channel.force();
      dirty = false;
    }
  }

  /** Returns the file's bytes from 0 to at least {@code until}, mapped. */
  MemorySegment bytes(long from, long until) {
    MemorySegment now = mapped;
    return now.byteSize() >= until && now.byteSize() > from ? now : map();
  }

  private synchronized MemorySegment map() {
    if (mapped.byteSize() >= end && end > 0) {
      // Another thread was faster; the file may even be retired since, and then it can't be mapped
      // any more.
      return mapped;
    }
    try {
      // Unmapped by the garbage collector once no reader has it any more.
      MemorySegment more = channel.map(end, Arena.ofAuto());
      mapped = more;
      return more;
    } catch (IOException e) {
      throw new StorageException("cannot map " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Ends the use of the file; readers that have blocks of it may go on.
   *
   * @param delete whether it goes from the disk, too; when it is damaged it stays, set aside
   */
  public synchronized void retire(boolean delete) throws IOException {
    // Else its pages would count as the process's until the collector finds the mapping.
    bytes(0, end).unload();
    channel.close();
    if (delete && Files.exists(file)) {
      if (damaged) {
        Aside.move(file);
      } else {
        Files.delete(file);
      }
    }
  }

  /** Gives up a file that nobody has read from, and deletes it. */
  public void discard() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      force();
    }
  }
}
