// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.wal.v1;

import io.narthex.storage.local.file.Aside;
import io.narthex.storage.local.file.FlippedBit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Reads the segments of a log in their order; see {@link WalWriter} for the format.
 *
 * <p>What is torn at the end of the last segment was never acknowledged and is cut off. A flipped
 * bit in a record that others come behind is put right in what is read; the file stays as it is,
 * since it goes soon. More damage is passed over up to the next record that is whole; the visitor
 * notices the gap in the numbers of the pieces.
 */
public final class WalReader {

  private static final int WINDOW = 1 << 20;

  /** Receives the records. */
  public interface Visitor {

    /** A target begins a new block. */
    void block(long segment, int target, long firstPiece, int[] series);

    /** Columns get a series. */
    void columns(long segment, int target, int[] columns, int[] series);

    /** Rows; the array is not kept. */
    void rows(
        long segment,
        int target,
        long firstPiece,
        int pieces,
        int samples,
        long[] words,
        int length);
  }

  private final Path folder;
  private final Consumer<String> warnings;
  private final boolean repairs;
  private long[] words = new long[1 << 12];

  /**
   * A reader for a folder.
   *
   * @param warnings told of every damage, with the file's name
   */
  public WalReader(Path folder, Consumer<String> warnings) {
    this(folder, warnings, true);
  }

  private WalReader(Path folder, Consumer<String> warnings, boolean repairs) {
    this.folder = folder;
    this.warnings = warnings;
    this.repairs = repairs;
  }

  /**
   * A reader before another one that will tell of damage: this one leaves the files as they are.
   */
  public static WalReader ahead(Path folder) {
    return new WalReader(folder, damage -> {}, false);
  }

  /** Returns the numbers of the segments that are there, ascending. */
  public static List<Long> segments(Path folder) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.nxw")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        try {
          numbers.add(Long.parseLong(name.substring(0, name.length() - 4)));
        } catch (NumberFormatException e) {
          throw new IOException(
              file + " is not a log segment: its name must be a number; move it away", e);
        }
      }
    }
    Collections.sort(numbers);
    return numbers;
  }

  /** Returns the file of a segment. */
  public static Path file(Path folder, long segment) {
    return WalFormat.file(folder, segment);
  }

  /**
   * Reads everything.
   *
   * @return the number of the last segment, 0 when there is none
   * @throws IOException when a file cannot be read, or has another version
   */
  public long read(Visitor visitor) throws IOException {
    List<Long> segments = segments(folder);
    for (int i = 0; i < segments.size(); i++) {
      read(segments.get(i), i == segments.size() - 1, visitor);
    }
    return segments.isEmpty() ? 0 : segments.getLast();
  }

  private void read(long segment, boolean last, Visitor visitor) throws IOException {
    Path file = WalFormat.file(folder, segment);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = channel.size();
      if (size < WalFormat.HEADER) {
        warnings.accept(file + " has no header and was passed over");
        return;
      }
      Window window = new Window(channel, size);
      if (!checkHeader(file, channel, segment)) {
        if (size > WalFormat.HEADER && record(window, WalFormat.HEADER, size) == 0) {
          if (!repairs) {
            return;
          }
          warnings.accept(
              file + " is not a log segment (bad header); it was set aside as " + Aside.move(file));
          return;
        }
        warnings.accept(file + ": the header is damaged; the records are read all the same");
      }
      long at = WalFormat.HEADER;
      long damagedFrom = -1;
      while (at + 8L * WalFormat.RECORD_HEADER_WORDS <= size) {
        int length = record(window, at, size);
        if (length == 0 && damagedFrom < 0) {
          length = mended(window, at, size);
          if (length > 0) {
            warnings.accept(FlippedBit.told(file, at, 8 * length));
          }
        }
        if (length == 0) {
          damagedFrom = damagedFrom < 0 ? at : damagedFrom;
          at += 8;
          continue;
        }
        if (damagedFrom >= 0) {
          warnings.accept(
              file + ": bytes " + damagedFrom + " to " + at + " are damaged and were passed over");
          damagedFrom = -1;
        }
        visit(segment, length, visitor);
        at += 8L * length;
      }
      long whole = damagedFrom >= 0 ? damagedFrom : at;
      if (whole < size) {
        warnings.accept(
            file
                + ": the last "
                + (size - whole)
                + " bytes are "
                + (last ? "torn and were cut off" : "damaged and were passed over"));
        if (last && repairs) {
          channel.truncate(whole);
        }
      }
    }
  }

  /** Returns whether the header is one; throws when it is of another version. */
  private static boolean checkHeader(Path file, FileChannel channel, long segment)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(WalFormat.HEADER).order(ByteOrder.LITTLE_ENDIAN);
    while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
      // Reads on until the header is whole.
    }
    if (header.getLong(0) != WalFormat.MAGIC
        || header.getInt(12) != WalFormat.headerCrc(header)
        || header.getLong(16) != segment) {
      return false;
    }
    if (header.getInt(8) != WalFormat.VERSION) {
      throw new IOException(
          file
              + " has format version "
              + header.getInt(8)
              + ", this program reads version "
              + WalFormat.VERSION
              + ": use the program that wrote it or a newer one");
    }
    return true;
  }

  /** Reads the record at a position into {@link #words}; returns its length, 0 when damaged. */
  private int record(Window window, long at, long size) throws IOException {
    if (size - at < 8L * WalFormat.RECORD_HEADER_WORDS) {
      return 0;
    }
    ByteBuffer head = window.at(at, 8);
    int length = head.getInt(head.position());
    if (!fits(length, size - at)) {
      return 0;
    }
    ByteBuffer whole = window.at(at, 8 * length);
    return take(whole.slice(whole.position(), 8 * length).order(ByteOrder.LITTLE_ENDIAN), length);
  }

  private static boolean fits(int length, long left) {
    return length >= WalFormat.RECORD_HEADER_WORDS
        && length <= WalFormat.MAX_RECORD_WORDS
        && 8L * length <= left;
  }

  /** Reads a record that begins in a buffer into {@link #words}, as {@link #record} does. */
  private int take(ByteBuffer record, int length) {
    CRC32C crc = new CRC32C();
    crc.update(record.slice(0, 4));
    crc.update(record.slice(8, 8 * length - 8));
    if ((int) crc.getValue() != record.getInt(4)) {
      return 0;
    }
    if (words.length < length) {
      words = new long[Math.max(length, 2 * words.length)];
    }
    record.asLongBuffer().get(words, 0, length);
    return length;
  }

  /**
   * Reads a record with a flipped bit into {@link #words}; returns its length, 0 when it has more
   * damage, or may be torn: another one has to follow it.
   */
  private int mended(Window window, long at, long size) throws IOException {
    int left = (int) Math.min(size - at, WINDOW);
    byte[] bytes = new byte[left];
    window.at(at, left).get(bytes);
    ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = record.getInt(0);
    if (fits(length, left) && record(window, at + 8L * length, size) > 0) {
      return FlippedBit.mend(bytes, 0, 8 * length, 4) ? take(record, length) : 0;
    }
    return Math.max(
        0, FlippedBit.mendedLength(length, l -> fits(l, left) && take(record.putInt(0, l), l) > 0));
  }

  private void visit(long segment, int length, Visitor visitor) {
    int type = (int) words[1] & 0xff;
    int target = (int) (words[1] >>> 32);
    long number = words[2];
    switch (type) {
      case WalFormat.BLOCK -> {
        int[] series = new int[(int) words[3]];
        for (int i = 0; i < series.length; i++) {
          series[i] = (int) (words[4 + (i >>> 1)] >>> ((i & 1) << 5));
        }
        visitor.block(segment, target, number, series);
      }
      case WalFormat.COLUMNS -> {
        int[] columns = new int[(int) number];
        int[] series = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
          columns[i] = (int) words[3 + i];
          series[i] = (int) (words[3 + i] >>> 32);
        }
        visitor.columns(segment, target, columns, series);
      }
      case WalFormat.ROWS -> {
        int pieces = (int) words[3];
        int samples = (int) (words[3] >>> 32);
        System.arraycopy(words, 4, words, 0, length - 4);
        visitor.rows(segment, target, number, pieces, samples, words, length - 4);
      }
      default ->
          warnings.accept(
              WalFormat.file(folder, segment)
                  + " has a record of the unknown type "
                  + type
                  + "; it was passed over");
    }
  }

  /** The part of a file that was read last. */
  private static final class Window {

    private final FileChannel channel;
    private final long size;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long start;

    Window(FileChannel channel, long size) {
      this.channel = channel;
      this.size = size;
    }

    /** Returns a buffer whose position is at the offset and which has at least so many bytes. */
    ByteBuffer at(long offset, int count) throws IOException {
      if (offset < start || offset + count > start + bytes.limit()) {
        int length = (int) Math.min(size - offset, Math.max(WINDOW, count));
        if (bytes.capacity() < length) {
          bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        }
        bytes.clear().limit(length);
        while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
          // Reads on until the window is full.
        }
        bytes.flip();
        start = offset;
      }
      return bytes.position((int) (offset - start));
    }
  }
}
