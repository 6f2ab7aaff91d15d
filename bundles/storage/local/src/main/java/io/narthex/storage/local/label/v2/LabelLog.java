// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label.v2;

import io.narthex.storage.local.file.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The append-only file of label pairs, series and targets, version 2. When many series have gone it
 * is written anew, as the next generation, and takes the place of the old one by a rename.
 *
 * <p>All numbers are little-endian. The file begins with a header of 24 bytes:
 *
 * <pre>
 *  0  8 bytes  magic "NXLABELS"
 *  8  u32      version, 2
 * 12  u32      generation
 * 16  u32      a series number above all that earlier generations gave
 * 20  u32      CRC32C of bytes 0 to 19
 * </pre>
 *
 * <p>Frames follow, of about 16 KiB at most, so that damage costs little; those that come together
 * are written by one write:
 *
 * <pre>
 *  0  u32  magic 0x4d52464e ("NFRM")
 *  4  u32  length of the payload, at most 64 MiB
 *  8  u32  number of the first name in the payload
 * 12  u32  number of the first pair
 * 16  u32  how many series the frames before added
 * 20  u32  number of the first target
 * 24  u32  CRC32C of bytes 4 to 23 and the payload
 * 28       payload
 * </pre>
 *
 * <p>The payload is a run of entries; ints are of variable length (seven bits a byte, low bits
 * first, the high bit means "more"):
 *
 * <pre>
 * 1  NAME     length, UTF-8 bytes                  the next label name
 * 2  PAIR     name, length, UTF-8 bytes            the next pair of a name and a value
 * 3  SERIES   number, target, n, n pairs           a series, first seen in target
 * 4  TARGET   n, n pairs                           the next target
 * 5  ALSO     series, target                       a series is also in another target
 * 6  REMOVED  number                               a series went
 * 7  FREE     number                               may be given to a series
 * </pre>
 *
 * <p>The first numbers in each frame let a reader go on behind a damaged frame with the right
 * numbers. A single flipped bit in a frame is put right. A frame that is torn at the end of the
 * file was never acknowledged and is cut off. A damaged header costs nothing: the frames have all
 * that is needed.
 *
 * <p>One thread at a time.
 */
public final class LabelLog implements AutoCloseable {

  /** The version that this class reads and writes. */
  public static final int VERSION = 2;

  static final long MAGIC = 0x534c4542414c584eL;
  static final int HEADER = 24;
  static final int FRAME_MAGIC = 0x4d52464e;
  static final int FRAME_HEADER = 28;
  static final int MAX_PAYLOAD = 64 << 20;
  private static final int FULL_FRAME = 1 << 14;

  static final int NAME = 1;
  static final int PAIR = 2;
  static final int SERIES = 3;
  static final int TARGET = 4;
  static final int ALSO = 5;
  static final int REMOVED = 6;
  static final int FREE = 7;

  private final Path file;
  private final DataFile channel;
  private final int generation;
  private long end;
  private byte[] pending = new byte[1 << 12];
  private int pendingEnd = FRAME_HEADER;
  // Where the last of the pending frames begins, to which notes go.
  private int frameAt;
  private int firstName;
  private int firstPair;
  private int firstAdded;
  private int firstTarget;
  private boolean dirty;

  private LabelLog(Path file, DataFile channel, int generation, long end) {
    this.file = file;
    this.channel = channel;
    this.generation = generation;
    this.end = end;
  }

  /** What a file's first bytes say. */
  public enum Kind {
    /** There is no file, or one that has nothing that can be read. */
    NONE,
    /** Version 1. */
    V1,
    /** Version 2. */
    V2,
    /** Version 2 with a damaged header: the frames tell what it told. */
    HEADLESS
  }

  /**
   * Returns what kind of label log a file is.
   *
   * @throws IOException when it is of a version that this program does not know
   */
  public static Kind kind(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) < 16) {
      return Kind.NONE;
    }
    try (DataFile channel = DataFile.open(file)) {
      int length = (int) Math.min(HEADER, channel.size());
      ByteBuffer header = LabelLogReader.readAt(file, channel, 0, length);
      boolean whole = length == HEADER && header.getInt(20) == crc(header.array(), 0, 20);
      boolean magic = header.getLong(0) == MAGIC;
      int version = header.getInt(8);
      if (magic && version == VERSION && (whole || length < HEADER)) {
        return whole ? Kind.V2 : Kind.NONE;
      }
      if (channel.size() == HEADER && !whole) {
        return Kind.NONE;
      }
      if (!whole && LabelLogReader.hasFrame(file, channel)) {
        return Kind.HEADLESS;
      }
      if (!magic || version == VERSION) {
        return Kind.NONE;
      }
      if (version == 1) {
        return Kind.V1;
      }
      throw new IOException(
          file
              + " has format version "
              + version
              + ", this program reads versions 1 and "
              + VERSION
              + ": use the program that wrote it or a newer one; when none has, its header is"
              + " damaged: restore the file from a snapshot");
    }
  }

  /**
   * Makes a file.
   *
   * @param end a series number above all that earlier generations gave
   * @throws IOException when it cannot be written
   */
  public static LabelLog create(Path file, int generation, int end) throws IOException {
    DataFile channel = DataFile.open(file);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION).putInt(generation).putInt(end);
    header.putInt(crc(header.array(), 0, 20));
    header.flip();
    try {
      channel.truncate(0);
      writeAll(channel, header, 0);
      channel.force();
      return new LabelLog(file, channel, generation, HEADER);
    } catch (IOException e) {
      try (channel) {
        throw new IOException(
            "cannot write "
                + file
                + ": "
                + e.getMessage()
                + "; free space there, or make it writable",
            e);
      }
    }
  }

  /**
   * Opens a file of this version and reads what it holds. {@link #cut} is to be called before
   * anything is written.
   *
   * @param warnings told of every damage, with the file's name
   * @throws IOException when it cannot be read
   */
  public static LabelLog open(Path file, LabelLogVisitor visitor, Consumer<String> warnings)
      throws IOException {
    DataFile channel = DataFile.open(file);
    try {
      LabelLogReader reader = new LabelLogReader(file, channel, visitor, warnings);
      int generation = reader.header();
      return new LabelLog(file, channel, generation, reader.frames());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Reads what a file of this version holds whose header is damaged.
   *
   * @param warnings told of every further damage, with the file's name
   * @throws IOException when it cannot be read
   */
  public static void readHeadless(Path file, LabelLogVisitor visitor, Consumer<String> warnings)
      throws IOException {
    try (DataFile channel = DataFile.open(file)) {
      new LabelLogReader(file, channel, visitor, warnings).frames();
    }
  }

  /** Cuts what is torn off the end of the file. */
  public void cut() throws IOException {
    if (channel.size() > end) {
      channel.truncate(end);
    }
  }

  /** Returns which generation this is. */
  public int generation() {
    return generation;
  }

  /** Returns whether {@link #begin} is to be called before the next note. */
  public boolean isBeginning() {
    int noted = pendingEnd - frameAt - FRAME_HEADER;
    return noted == 0 || noted >= FULL_FRAME;
  }

  /**
   * Begins a frame, and says which numbers come next: what is noted from now on begins with them.
   * To be called before the first note, and again when {@link #isBeginning}.
   */
  public void begin(int name, int pair, int added, int target) {
    if (pendingEnd > frameAt + FRAME_HEADER) {
      endFrame();
      room(FRAME_HEADER);
      frameAt = pendingEnd;
      pendingEnd += FRAME_HEADER;
    }
    firstName = name;
    firstPair = pair;
    firstAdded = added;
    firstTarget = target;
  }

  /** Fills in the header of the last pending frame; again when notes were added since. */
  private void endFrame() {
    int length = pendingEnd - frameAt - FRAME_HEADER;
    ByteBuffer frame =
        ByteBuffer.wrap(pending, frameAt, FRAME_HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0, FRAME_MAGIC).putInt(4, length);
    frame.putInt(8, firstName).putInt(12, firstPair);
    frame.putInt(16, firstAdded).putInt(20, firstTarget);
    frame.putInt(24, frameCrc(pending, frameAt, length));
  }

  /** Notes the next name; written by {@link #flush}. */
  public void name(byte[] utf8) {
    room(utf8.length + 6);
    put(NAME);
    text(utf8);
  }

  /** Notes the next pair; written by {@link #flush}. */
  public void pair(int name, byte[] utf8) {
    room(utf8.length + 11);
    put(PAIR);
    varint(name);
    text(utf8);
  }

  /** Notes a new series; written by {@link #flush}. */
  public void series(int number, int target, int[] pairs, int length) {
    room(16 + 5 * length);
    put(SERIES);
    varint(number);
    varint(target);
    pairs(pairs, length);
  }

  /** Notes the next target; written by {@link #flush}. */
  public void target(int[] pairs, int length) {
    room(6 + 5 * length);
    put(TARGET);
    pairs(pairs, length);
  }

  /** Notes that a series is also in another target; written by {@link #flush}. */
  public void also(int series, int target) {
    room(11);
    put(ALSO);
    varint(series);
    varint(target);
  }

  /** Notes that a series went; written by {@link #flush}. */
  public void removed(int number) {
    room(6);
    put(REMOVED);
    varint(number);
  }

  /** Notes that a number may be given to a series; written by {@link #flush}. */
  public void free(int number) {
    room(6);
    put(FREE);
    varint(number);
  }

  private void room(int bytes) {
    if (pendingEnd - FRAME_HEADER + bytes > MAX_PAYLOAD) {
      throw new IllegalStateException("more than 64 MiB of new labels in one append");
    }
    if (pendingEnd + bytes > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(pendingEnd + bytes, 2 * pending.length));
    }
  }

  private void pairs(int[] pairs, int length) {
    varint(length);
    for (int i = 0; i < length; i++) {
      varint(pairs[i]);
    }
  }

  private void text(byte[] utf8) {
    varint(utf8.length);
    System.arraycopy(utf8, 0, pending, pendingEnd, utf8.length);
    pendingEnd += utf8.length;
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
    endFrame();
    try {
      writeAll(channel, ByteBuffer.wrap(pending, 0, pendingEnd), end);
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
    frameAt = 0;
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

  private static void writeAll(DataFile channel, ByteBuffer from, long position)
      throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  static int frameCrc(byte[] frame, int at, int payload) {
    CRC32C crc = new CRC32C();
    crc.update(frame, at + 4, 20);
    crc.update(frame, at + FRAME_HEADER, payload);
    return (int) crc.getValue();
  }

  static int crc(byte[] bytes, int offset, int length) {
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
