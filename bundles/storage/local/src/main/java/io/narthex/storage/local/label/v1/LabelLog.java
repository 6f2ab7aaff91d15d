// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label.v1;

import io.narthex.storage.local.file.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file of symbols, series and targets, version 1.
 *
 * <p>All numbers are little-endian. The file begins with a header of 16 bytes:
 *
 * <pre>
 *  0  8 bytes  magic "NXLABELS"
 *  8  u32      version, 1
 * 12  u32      CRC32C of bytes 0 to 11
 * </pre>
 *
 * <p>Frames follow, each written by one write:
 *
 * <pre>
 *  0  u32  magic 0x4d52464e ("NFRM")
 *  4  u32  length of the payload, at most 64 MiB
 *  8  u32  number of the first symbol in the payload
 * 12  u32  number of the first series
 * 16  u32  number of the first target
 * 20  u32  CRC32C of bytes 4 to 19 and the payload
 * 24       payload
 * </pre>
 *
 * <p>The payload is a run of entries; ints are of variable length (seven bits a byte, low bits
 * first, the high bit means "more"):
 *
 * <pre>
 * 1  SYMBOL  length, UTF-8 bytes                        the next symbol
 * 2  SERIES  target, n, n times (name symbol, value symbol)   the next series, first seen in target
 * 3  TARGET  n, n times (name symbol, value symbol)     the next target
 * 4  ALSO    series, target                             a series is also in another target
 * </pre>
 *
 * <p>The first numbers in each frame let a reader go on behind a damaged frame with the right
 * numbers. A frame that is cut at the end of the file was never acknowledged and is cut off.
 *
 * <p>One thread at a time.
 */
public final class LabelLog implements AutoCloseable {

  private static final long MAGIC = 0x534c4542414c584eL;
  private static final int VERSION = 1;
  private static final int HEADER = 16;
  private static final int FRAME_MAGIC = 0x4d52464e;
  private static final int FRAME_HEADER = 24;
  private static final int MAX_PAYLOAD = 64 << 20;

  private static final int SYMBOL = 1;
  private static final int SERIES = 2;
  private static final int TARGET = 3;
  private static final int ALSO = 4;

  /** Receives what the file holds, in its order. */
  public interface Visitor {

    /** The next frame begins with these numbers; larger than expected behind a damaged one. */
    void frame(int firstSymbol, int firstSeries, int firstTarget);

    /** The next symbol. */
    void symbol(String text);

    /** The next series. */
    void series(int target, int[] pairs, int length);

    /** The next target. */
    void target(int[] pairs, int length);

    /** A series is also in another target. */
    void also(int series, int target);
  }

  private final Path file;
  private final DataFile channel;
  private final Consumer<String> warnings;
  private long end;
  private byte[] pending = new byte[1 << 12];
  private int pendingEnd = FRAME_HEADER;
  private int firstSymbol;
  private int firstSeries;
  private int firstTarget;
  private boolean dirty;

  private LabelLog(Path file, DataFile channel, Consumer<String> warnings) {
    this.file = file;
    this.channel = channel;
    this.warnings = warnings;
  }

  /**
   * Opens the file, or makes it, and reads what it holds.
   *
   * @param warnings told of every damage, with the file's name
   * @throws IOException when it cannot be read, or has another version
   */
  public static LabelLog open(Path file, Visitor visitor, Consumer<String> warnings)
      throws IOException {
    DataFile channel = DataFile.open(file);
    try {
      LabelLog log = new LabelLog(file, channel, warnings);
      if (channel.size() < HEADER) {
        log.writeHeader();
      } else {
        log.read(visitor);
      }
      return log;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void writeHeader() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION);
    header.putInt(crc(header.array(), 0, 12));
    header.flip();
    try {
      channel.truncate(0);
      writeAll(header, 0);
      channel.force();
    } catch (IOException e) {
      throw new IOException(
          "cannot write "
              + file
              + ": "
              + e.getMessage()
              + "; free space there, or make it writable",
          e);
    }
    end = HEADER;
  }

  private void read(Visitor visitor) throws IOException {
    long size = channel.size();
    ByteBuffer header = readAt(0, HEADER);
    if (header.getLong(0) != MAGIC || header.getInt(12) != crc(header.array(), 0, 12)) {
      throw new IOException(
          file + " is not a label log (bad header); restore it from a snapshot, or move it away");
    }
    if (header.getInt(8) != VERSION) {
      throw new IOException(
          file
              + " has format version "
              + header.getInt(8)
              + ", this program reads version "
              + VERSION
              + ": use the program that wrote it or a newer one");
    }
    long at = HEADER;
    long damagedFrom = -1;
    while (at < size) {
      ByteBuffer frame = frameAt(at, size);
      if (frame == null) {
        damagedFrom = damagedFrom < 0 ? at : damagedFrom;
        at++;
        continue;
      }
      if (damagedFrom >= 0) {
        warnings.accept(
            file + ": bytes " + damagedFrom + " to " + at + " are damaged and were passed over");
        damagedFrom = -1;
      }
      visit(frame, visitor);
      at += FRAME_HEADER + frame.remaining();
    }
    if (damagedFrom >= 0) {
      warnings.accept(
          file + ": the last " + (size - damagedFrom) + " bytes are torn and were cut off");
      channel.truncate(damagedFrom);
      at = damagedFrom;
    }
    end = at;
  }

  /** Returns the whole frame with its position on the payload, or null when there is none. */
  private @Nullable ByteBuffer frameAt(long at, long size) throws IOException {
    if (size - at < FRAME_HEADER) {
      return null;
    }
    ByteBuffer head = readAt(at, FRAME_HEADER);
    int length = head.getInt(4);
    if (head.getInt(0) != FRAME_MAGIC
        || length < 0
        || length > MAX_PAYLOAD
        || size - at - FRAME_HEADER < length) {
      return null;
    }
    ByteBuffer frame = readAt(at, FRAME_HEADER + length);
    if (frameCrc(frame.array(), length) != frame.getInt(20)) {
      return null;
    }
    return frame.position(FRAME_HEADER);
  }

  private static void visit(ByteBuffer frame, Visitor visitor) {
    ByteBuffer in = frame.duplicate();
    visitor.frame(frame.getInt(8), frame.getInt(12), frame.getInt(16));
    int[] pairs = new int[64];
    while (in.hasRemaining()) {
      int type = in.get();
      switch (type) {
        case SYMBOL -> {
          byte[] utf8 = new byte[varint(in)];
          in.get(utf8);
          visitor.symbol(new String(utf8, StandardCharsets.UTF_8));
        }
        case SERIES, TARGET -> {
          int target = type == SERIES ? varint(in) : 0;
          int length = 2 * varint(in);
          pairs = length > pairs.length ? new int[length] : pairs;
          for (int i = 0; i < length; i++) {
            pairs[i] = varint(in);
          }
          if (type == SERIES) {
            visitor.series(target, pairs, length);
          } else {
            visitor.target(pairs, length);
          }
        }
        case ALSO -> {
          int series = varint(in);
          visitor.also(series, varint(in));
        }
        default -> throw new IllegalStateException("unknown entry " + type + " in a label log");
      }
    }
  }

  private static int varint(ByteBuffer in) {
    int v = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      v |= (b & 0x7f) << shift;
      if (b >= 0) {
        return v;
      }
    }
  }

  /** Notes a new symbol; written by {@link #flush}. */
  public void symbol(int number, byte[] utf8) {
    begin(utf8.length + 6);
    if (firstSymbol < 0) {
      firstSymbol = number;
    }
    put(SYMBOL);
    varint(utf8.length);
    System.arraycopy(utf8, 0, pending, pendingEnd, utf8.length);
    pendingEnd += utf8.length;
  }

  /** Notes a new series; written by {@link #flush}. */
  public void series(int number, int target, int[] pairs, int length) {
    begin(11 + 5 * length);
    if (firstSeries < 0) {
      firstSeries = number;
    }
    put(SERIES);
    varint(target);
    pairs(pairs, length);
  }

  /** Notes a new target; written by {@link #flush}. */
  public void target(int number, int[] pairs, int length) {
    begin(6 + 5 * length);
    if (firstTarget < 0) {
      firstTarget = number;
    }
    put(TARGET);
    pairs(pairs, length);
  }

  /** Notes that a series is also in another target; written by {@link #flush}. */
  public void also(int series, int target) {
    begin(11);
    put(ALSO);
    varint(series);
    varint(target);
  }

  private void begin(int room) {
    if (pendingEnd == FRAME_HEADER) {
      firstSymbol = -1;
      firstSeries = -1;
      firstTarget = -1;
    } else if (pendingEnd + room > MAX_PAYLOAD) {
      throw new IllegalStateException("more than 64 MiB of new labels in one append");
    }
    if (pendingEnd + room > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(pendingEnd + room, 2 * pending.length));
    }
  }

  private void pairs(int[] pairs, int length) {
    varint(length / 2);
    for (int i = 0; i < length; i++) {
      varint(pairs[i]);
    }
  }

  private void put(int b) {
    pending[pendingEnd++] = (byte) b;
  }

  private void varint(int value) {
    int v = value;
    while ((v & ~0x7f) != 0) {
      put(v | 0x80);
      v >>>= 7;
    }
    put(v);
  }

  /** Returns how many bytes wait for {@link #flush}. */
  public int pendingBytes() {
    return pendingEnd - FRAME_HEADER;
  }

  /**
   * Writes what was noted. When it fails, what was noted stays, and the next flush writes it.
   *
   * @throws IOException when it could not be written
   */
  public void flush() throws IOException {
    if (pendingEnd == FRAME_HEADER) {
      return;
    }
    int length = pendingEnd - FRAME_HEADER;
    ByteBuffer frame = ByteBuffer.wrap(pending, 0, pendingEnd).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0, FRAME_MAGIC).putInt(4, length);
    frame.putInt(8, firstSymbol).putInt(12, firstSeries).putInt(16, firstTarget);
    frame.putInt(20, frameCrc(pending, length));
    try {
      writeAll(frame, end);
    } catch (IOException e) {
      try {
        channel.truncate(end);
      } catch (IOException further) {
        e.addSuppressed(further);
      }
      throw e;
    }
    end += pendingEnd;
    dirty = true;
    pendingEnd = FRAME_HEADER;
    if (pending.length > 1 << 20) {
      pending = new byte[1 << 12];
    }
  }

  /** Makes what was flushed safe against a power cut. */
  public void force() throws IOException {
    if (dirty) {
      dirty = false;
      try {
        channel.force();
      } catch (IOException e) {
        dirty = true;
        throw e;
      }
    }
  }

  /** Returns the file's size. */
  public long size() {
    return end;
  }

  private void writeAll(ByteBuffer from, long position) throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  private ByteBuffer readAt(long at, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (into.hasRemaining()) {
      if (channel.read(into, at + into.position()) < 0) {
        throw new IOException(file + " ends at " + channel.size() + " while it is read");
      }
    }
    return into.flip();
  }

  private static int frameCrc(byte[] frame, int payload) {
    CRC32C crc = new CRC32C();
    crc.update(frame, 4, 16);
    crc.update(frame, FRAME_HEADER, payload);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Closes the file; what was noted and not flushed is forgotten. */
  @Override
  public void close() throws IOException {
    try (channel) {
      force();
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
