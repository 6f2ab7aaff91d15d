// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.wal.v1;

import io.narthex.storage.local.file.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * Appends to the write-ahead log, version 1.
 *
 * <p>The log is a folder of segments {@code 00000001.nxw}, {@code 00000002.nxw} and so on. All
 * numbers are little-endian. A segment begins with
 *
 * <pre>
 *  0  8 bytes  magic "NXWAL" and three zeros
 *  8  u32      version, 1
 * 12  u32      CRC32C of bytes 0 to 11 and 16 to 23
 * 16  u64      number of the segment
 * </pre>
 *
 * <p>Records follow, each of whole 64-bit words:
 *
 * <pre>
 * word 0  bits 0-31 length of the record in words, header included; bits 32-63 CRC32C of the length
 *         (4 bytes) and of all further words
 * word 1  bits 0-7 type, bits 32-63 number of the target
 * word 2  a number, by type
 * then    payload, by type
 *
 * 1 BLOCK    a target begins a new block of rows; everything before it belongs to finished blocks.
 *            number: of the block's first piece among all pieces of the target
 *            payload: bits 0-31 count of columns; then the series of each column, 32 bits each, two
 *            a word, -1 for a column that is not in use
 * 2 COLUMNS  columns of the present block get a series
 *            number: how many
 *            payload: a word each, bits 0-31 column, bits 32-63 series
 * 3 ROWS     rows of the present block, all of one append
 *            number: of the first piece among all pieces of the target
 *            payload: bits 0-31 count of pieces, bits 32-63 count of samples; then the pieces, see
 *            {@link io.narthex.storage.local.row.v1.PieceWriter}
 * </pre>
 *
 * <p>An append is one write of its records, made before the append returns; {@link #force} makes
 * what was written safe against a power cut. Thus a killed process loses nothing, and a power cut
 * what came after the last force. A segment may go once all blocks with a record in it are in chunk
 * files.
 *
 * <p>When a write fails, what little of it reached the file is cut off again.
 *
 * <p>Safe for several threads.
 */
public final class WalWriter implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int KEEP_BUFFER = 1 << 20;

  private final Path folder;
  private final long segmentBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer = buffer(BUFFER);
  private DataFile channel;
  private long segment;
  private long end;
  private boolean dirty;
  // Finished segments that are not yet forced: that may take long, and appends must not wait for
  // it.
  private final List<DataFile> finished = new ArrayList<>();

  /**
   * Begins a new segment.
   *
   * @param segment its number, larger than any there
   * @param segmentBytes the size from which on the next one is begun
   */
  public WalWriter(Path folder, long segment, long segmentBytes) throws IOException {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.segment = segment;
    try {
      this.channel = create(segment);
    } catch (IOException e) {
      throw new IOException(
          "cannot write to the log in "
              + folder
              + ": "
              + e.getMessage()
              + "; free space there, or make it writable",
          e);
    }
    this.end = WalFormat.HEADER;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private DataFile create(long number) throws IOException {
    Path file = WalFormat.file(folder, number);
    DataFile made = DataFile.create(file);
    try {
      ByteBuffer header = WalFormat.header(number);
      while (header.hasRemaining()) {
        made.write(header, header.position());
      }
      return made;
    } catch (IOException e) {
      try (made) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  /** The records of one append, in their order. Used within {@link #append}. */
  public final class Batch {

    private Batch() {}

    /** A target begins a new block. */
    public void block(int target, long firstPiece, int[] series) {
      int words = 1 + (series.length + 1) / 2;
      int at = begin(words);
      buffer.putLong(series.length);
      for (int i = 0; i < series.length; i += 2) {
        long high = i + 1 < series.length ? (long) series[i + 1] << 32 : 0;
        buffer.putLong(series[i] & 0xffffffffL | high);
      }
      finish(at, WalFormat.BLOCK, target, firstPiece);
    }

    /** Columns of the present block get a series. */
    public void columns(int target, int[] columns, int[] series, int count) {
      int at = begin(count);
      for (int i = 0; i < count; i++) {
        buffer.putLong(columns[i] & 0xffffffffL | (long) series[i] << 32);
      }
      finish(at, WalFormat.COLUMNS, target, count);
    }

    /** Rows of the present block. */
    public void rows(
        int target, long firstPiece, int pieces, int samples, long[] words, int length) {
      int at = begin(1 + length);
      buffer.putLong(pieces & 0xffffffffL | (long) samples << 32);
      buffer.asLongBuffer().put(words, 0, length);
      buffer.position(buffer.position() + 8 * length);
      finish(at, WalFormat.ROWS, target, firstPiece);
    }

    private int begin(int payloadWords) {
      int need = 8 * (WalFormat.RECORD_HEADER_WORDS + payloadWords);
      if (buffer.remaining() < need) {
        ByteBuffer more = buffer(Math.max(buffer.position() + need, 2 * buffer.capacity()));
        more.put(buffer.flip());
        buffer = more;
      }
      int at = buffer.position();
      buffer.position(at + 8 * WalFormat.RECORD_HEADER_WORDS);
      return at;
    }

    private void finish(int at, int type, int target, long number) {
      int length = buffer.position() - at;
      buffer.putInt(at, length / 8);
      buffer.putLong(at + 8, type | (long) target << 32);
      buffer.putLong(at + 16, number);
      crc.reset();
      crc.update(buffer.slice(at, 4));
      crc.update(buffer.slice(at + 8, length - 8));
      buffer.putInt(at + 4, (int) crc.getValue());
    }
  }

  /** Puts the records of an append into a batch. */
  @FunctionalInterface
  public interface Filler {

    /** Puts the records in. */
    void fill(Batch batch);
  }

  private final Batch batch = new Batch();

  /**
   * Appends records, all or none.
   *
   * @return the number of the segment that they are in
   * @throws IOException when they could not be written; none of them counts then
   */
  public long append(Filler filler) throws IOException {
    lock.lock();
    try {
      if (end >= segmentBytes) {
        next();
      }
      buffer.clear();
      filler.fill(batch);
      buffer.flip();
      write();
      dirty = true;
      return segment;
    } finally {
      if (buffer.capacity() > KEEP_BUFFER) {
        buffer = buffer(BUFFER);
      }
      lock.unlock();
    }
  }

  private void write() throws IOException {
    long at = end;
    try {
      while (buffer.hasRemaining()) {
        at += channel.write(buffer, at);
      }
    } catch (IOException e) {
      try {
        // Gives the space back, too; the next append begins at the same place in any case.
        channel.truncate(end);
      } catch (IOException further) {
        e.addSuppressed(further);
      }
      throw e;
    }
    end = at;
  }

  private void next() throws IOException {
    DataFile made = create(segment + 1);
    finished.add(channel);
    channel = made;
    segment++;
    end = WalFormat.HEADER;
  }

  /** Begins a new segment, unless the present one is empty, and returns its number. */
  public long rotate() throws IOException {
    lock.lock();
    try {
      if (end > WalFormat.HEADER) {
        next();
      }
      return segment;
    } finally {
      lock.unlock();
    }
  }

  /** Makes everything appended so far safe against a power cut. One thread at a time. */
  public void force() throws IOException {
    List<DataFile> done;
    DataFile now;
    boolean wasDirty;
    lock.lock();
    try {
      done = List.copyOf(finished);
      now = channel;
      wasDirty = dirty;
      dirty = false;
    } finally {
      lock.unlock();
    }
    // Outside the lock: appends go on meanwhile.
    boolean forced = false;
    try {
      for (DataFile file : done) {
        file.force();
        file.close();
        lock.lock();
        try {
          finished.remove(file);
        } finally {
          lock.unlock();
        }
      }
      if (wasDirty) {
        now.force();
      }
      forced = true;
    } finally {
      if (!forced) {
        lock.lock();
        try {
          dirty |= wasDirty;
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /** Returns the number of the present segment. */
  public long segment() {
    lock.lock();
    try {
      return segment;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try (DataFile now = channel) {
      for (DataFile file : finished) {
        try (file) {
          file.force();
        }
      }
      finished.clear();
      now.force();
    } finally {
      lock.unlock();
    }
  }
}
