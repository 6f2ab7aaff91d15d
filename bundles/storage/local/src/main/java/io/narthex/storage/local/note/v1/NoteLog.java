// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.note.v1;

import io.narthex.storage.local.codec.v1.ByteSink;
import io.narthex.storage.local.codec.v1.ByteSource;
import io.narthex.storage.local.file.Aside;
import io.narthex.storage.local.file.DataFile;
import io.narthex.storage.local.file.FlippedBit;
import io.narthex.storage.local.file.FolderNames;
import io.narthex.storage.local.file.FutureVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of small notes, appended one after the other, version 1. Little-endian:
 *
 * <pre>
 *  0  8 bytes  magic "NXNOTE" and two zeros
 *  8  u32      version, 1
 * 12  u32      CRC32C of bytes 0 to 11
 * 16           the notes, each: u32 length of its content, u32 CRC32C of the length and the content,
 *              the content
 * </pre>
 *
 * <p>What {@link #flush} has written survives the end of the process, and a power cut once {@link
 * #force} has returned. When the notes that count have become few among all, their owner has the
 * file written anew, beside the old one, which is then replaced: see {@link #isLong}. The same is
 * done after a write that failed, so that a full disk costs notes only when the process ends before
 * there is room again.
 *
 * <p>Safe for several threads; notes are added while nobody else is between {@link #add} and {@link
 * #flush}, or has the file written anew. A forced write keeps nobody waiting but the next one.
 */
public final class NoteLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NoteLog.class);

  private static final long MAGIC = 0x000045544f4e584eL;
  private static final int VERSION = 1;
  private static final int HEADER = 16;
  private static final int NOTE_HEADER = 8;
  private static final int FEW = 1024;

  private final Path file;
  // Held while the file is forced or replaced; before this object's own lock.
  private final Object forcing = new Object();
  private final ByteSink waiting = new ByteSink(256);
  private DataFile channel;
  private long end;
  private long notes;
  private boolean dirty;
  // A write failed, so that notes are missing in the file.
  private boolean behind;

  private NoteLog(Path file) throws IOException {
    this.file = file;
    this.channel = DataFile.open(file);
  }

  /** Takes the content of one note in. */
  @FunctionalInterface
  public interface Reader {

    /** Reads a note, from where the source stands; it is whole. */
    void note(ByteSource content);
  }

  /** Puts the content of one note in. */
  @FunctionalInterface
  public interface Content {

    /** Appends to the sink. */
    void write(ByteSink content);
  }

  /**
   * Opens a file, or makes it. A flipped bit is put right. One whose header has more damage is set
   * aside; such damage behind it costs the notes that have it, and the file is copied aside and to
   * be written anew.
   *
   * @param reader gets the notes, oldest first
   * @param warnings told of damage
   * @throws IOException when the file cannot be read or made, or has another version
   */
  public static NoteLog open(Path file, Reader reader, Consumer<String> warnings)
      throws IOException {
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean wrong = bytes.length >= HEADER && in.getInt(12) != headerCrc(bytes);
    boolean mended = wrong && FlippedBit.mend(bytes, 0, HEADER, 12);
    boolean known = bytes.length >= HEADER && in.getLong(0) == MAGIC && (mended || !wrong);
    if (known && in.getInt(8) != VERSION) {
      throw new FutureVersionException(file, in.getInt(8), VERSION);
    }
    if (!known && bytes.length > 0) {
      warnings.accept(
          file
              + " is damaged and was set aside as "
              + Aside.move(file)
              + "; what it told is gone until targets tell it again");
    }
    NoteLog log = new NoteLog(file);
    try {
      if (known) {
        if (mended) {
          log.put(in, 0, HEADER, warnings);
        }
        log.read(in, reader, warnings);
      } else {
        log.begin();
      }
    } catch (IOException | RuntimeException e) {
      try (log) {
        throw e;
      }
    }
    return log;
  }

  private void begin() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION).putInt(headerCrc(header.array())).flip();
    channel.write(header, 0);
    end = HEADER;
    dirty = true;
  }

  private void read(ByteBuffer in, Reader reader, Consumer<String> warnings) throws IOException {
    byte[] bytes = in.array();
    int at = HEADER;
    while (at < bytes.length) {
      int length = noteAt(in, at);
      if (length < 0) {
        length = mend(in, at, warnings);
      }
      if (length >= 0) {
        reader.note(new ByteSource(bytes, at + NOTE_HEADER));
        notes++;
        at += NOTE_HEADER + length;
        continue;
      }
      int next = at + 1;
      while (next < bytes.length && noteAt(in, next) < 0) {
        next++;
      }
      if (next == bytes.length) {
        cut(in, at, warnings);
        break;
      }
      warnings.accept(
          file
              + ": bytes "
              + at
              + " to "
              + next
              + " are damaged and were passed over; the file was copied to "
              + Aside.copy(file));
      behind = true;
      at = next;
    }
    end = at;
  }

  /** Puts a flipped bit right; returns how long the content of the note is, or -1. */
  private int mend(ByteBuffer in, int at, Consumer<String> warnings) throws IOException {
    if (in.limit() - at < NOTE_HEADER) {
      return -1;
    }
    int length = in.getInt(at);
    int end = at + NOTE_HEADER + length;
    if (!fits(in, at, length) || !FlippedBit.mend(in.array(), at, end, at + 4)) {
      length = FlippedBit.mendedLength(length, l -> isNote(in, at, l));
      if (length < 0) {
        return -1;
      }
      in.putInt(at, length);
    }
    put(in, at, NOTE_HEADER + length, warnings);
    return length;
  }

  /** Writes a part that was mended. */
  private void put(ByteBuffer in, int at, int length, Consumer<String> warnings)
      throws IOException {
    channel.write(ByteBuffer.wrap(in.array(), at, length), at);
    dirty = true;
    warnings.accept(FlippedBit.told(file, at, length));
  }

  /** Cuts the end off, which is torn, or a damaged note that is kept aside. */
  private void cut(ByteBuffer in, int at, Consumer<String> warnings) throws IOException {
    int left = in.limit() - at;
    boolean torn = left < NOTE_HEADER || in.getInt(at) > left - NOTE_HEADER;
    warnings.accept(
        file
            + ": the last "
            + left
            + " bytes are "
            + (torn ? "torn" : "damaged (the file was copied to " + Aside.copy(file) + ")")
            + " and were cut off");
    channel.truncate(at);
  }

  /** Returns how long the content of a whole note is, -1 when there is none. */
  private static int noteAt(ByteBuffer in, int at) {
    if (in.limit() - at < NOTE_HEADER) {
      return -1;
    }
    int length = in.getInt(at);
    return isNote(in, at, length) ? length : -1;
  }

  private static boolean fits(ByteBuffer in, int at, int length) {
    return length > 0 && length <= in.limit() - at - NOTE_HEADER;
  }

  private static boolean isNote(ByteBuffer in, int at, int length) {
    return fits(in, at, length) && in.getInt(at + 4) == noteCrc(in.array(), at, length);
  }

  private static int headerCrc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 12);
    return (int) crc.getValue();
  }

  private static int noteCrc(byte[] bytes, int at, int length) {
    CRC32C crc = new CRC32C();
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      crc.update(length >>> shift);
    }
    crc.update(bytes, at + NOTE_HEADER, length);
    return (int) crc.getValue();
  }

  /** Appends a note, which is written by the next {@link #flush}. */
  public synchronized void add(Content content) {
    if (behind) {
      return;
    }
    int at = waiting.size();
    waiting.word(0);
    content.write(waiting);
    int length = waiting.size() - at - NOTE_HEADER;
    waiting.setInt32(at, length);
    waiting.setInt32(at + 4, noteCrc(waiting.bytes(), at, length));
    notes++;
  }

  /** Writes what was added. When that fails it is logged, and the file must be written anew. */
  public synchronized void flush() {
    if (waiting.size() == 0) {
      return;
    }
    try {
      write();
    } catch (IOException e) {
      behind = true;
      LOG.error(
          "cannot write to {}: {}; free space there, or make it writable; trying on",
          file,
          e.getMessage());
    } finally {
      waiting.truncate(0);
    }
  }

  private void write() throws IOException {
    ByteBuffer from = ByteBuffer.wrap(waiting.bytes(), 0, waiting.size());
    dirty = true;
    try {
      channel.write(from, end);
      end += waiting.size();
    } catch (IOException e) {
      try {
        channel.truncate(end);
      } catch (IOException further) {
        e.addSuppressed(further);
      }
      throw e;
    }
  }

  /**
   * Returns whether the file should be written anew.
   *
   * @param count how many notes that would take
   */
  public synchronized boolean isLong(long count) {
    return behind || notes > 2 * count + FEW;
  }

  /**
   * Writes the file anew and makes it safe.
   *
   * @param all adds the notes that count, by {@link #add}, to the log that it is given
   */
  public void rewrite(Consumer<NoteLog> all) throws IOException {
    synchronized (forcing) {
      replace(all);
    }
  }

  private synchronized void replace(Consumer<NoteLog> all) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    NoteLog anew = new NoteLog(fresh);
    try {
      anew.begin();
      all.accept(anew);
      if (anew.waiting.size() > 0) {
        anew.write();
      }
      anew.channel.force();
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      try (anew) {
        Files.deleteIfExists(fresh);
      }
      throw e;
    }
    try (DataFile before = channel) {
      // The handle stays good under the new name.
      channel = anew.channel;
      end = anew.end;
      notes = anew.notes;
      waiting.truncate(0);
      behind = false;
      dirty = false;
    }
    FolderNames.forceOf(file);
  }

  /** Makes what was flushed safe against a power cut. */
  public void force() throws IOException {
    synchronized (forcing) {
      DataFile now;
      synchronized (this) {
        if (!dirty) {
          return;
        }
        dirty = false;
        now = channel;
      }
      try {
        now.force();
      } catch (IOException e) {
        synchronized (this) {
          dirty = true;
        }
        throw e;
      }
    }
  }

  /** Copies the file into a folder. */
  public synchronized void copyTo(Path folder) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()));
  }

  @Override
  public void close() throws IOException {
    synchronized (forcing) {
      try (DataFile open = channel) {
        flush();
        force();
      }
    }
  }
}
