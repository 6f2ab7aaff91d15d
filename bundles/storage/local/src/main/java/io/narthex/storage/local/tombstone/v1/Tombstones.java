// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.tombstone.v1;

import io.narthex.storage.local.file.Aside;
import io.narthex.storage.local.file.FlippedBit;
import io.narthex.storage.local.file.FolderNames;
import io.narthex.storage.local.file.FutureVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of deleted samples by series, and their file, version 1. Little-endian:
 *
 * <pre>
 *  0  8 bytes  magic "NXTOMB" and two zeros
 *  8  u32      version, 1
 * 12  u32      CRC32C of bytes 0 to 11 and from 16 to the end
 * 16  u32      count of series
 * 20           for each: u32 series, u32 count of ranges, then for each range first and last
 *              timestamp, 8 bytes each; ranges ascend and neither overlap nor touch
 * </pre>
 *
 * <p>The file is written anew as a whole beside the old one and renamed. Safe for several threads.
 */
public final class Tombstones {

  private static final long MAGIC = 0x0000424d4f54584eL;
  private static final int VERSION = 1;
  private static final int HEADER = 16;

  private final Path file;
  private volatile Map<Integer, long[]> ranges;

  private Tombstones(Path file, Map<Integer, long[]> ranges) {
    this.file = file;
    this.ranges = ranges;
  }

  /**
   * Reads a file; one that is not there holds none. A flipped bit is put right; a file with more
   * damage is set aside.
   *
   * @param warnings told of damage
   * @throws IOException when it cannot be read, or has another version
   */
  public static Tombstones open(Path file, Consumer<String> warnings) throws IOException {
    if (!Files.exists(file)) {
      return new Tombstones(file, Map.of());
    }
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean wrong = bytes.length >= HEADER + 4 && in.getInt(12) != crc(bytes);
    boolean mended = wrong && FlippedBit.mend(bytes, 0, bytes.length, 12);
    if (bytes.length < HEADER + 4 || in.getLong(0) != MAGIC || wrong && !mended) {
      Path aside = Aside.move(file);
      warnings.accept(
          file
              + " is damaged and was set aside as "
              + aside
              + "; samples that were deleted but are still on disk are visible again: restore the"
              + " file from a copy, or delete them once more");
      return new Tombstones(file, Map.of());
    }
    if (in.getInt(8) != VERSION) {
      throw new FutureVersionException(file, in.getInt(8), VERSION);
    }
    Map<Integer, long[]> ranges = new HashMap<>();
    in.position(HEADER);
    for (int left = in.getInt(); left > 0; left--) {
      int series = in.getInt();
      long[] of = new long[2 * in.getInt()];
      for (int i = 0; i < of.length; i++) {
        of[i] = in.getLong();
      }
      ranges.put(series, of);
    }
    Tombstones read = new Tombstones(file, ranges);
    if (mended) {
      warnings.accept(file + " had a flipped bit; it was put right and the file written anew");
      read.write(ranges);
    }
    return read;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 12);
    crc.update(bytes, HEADER, bytes.length - HEADER);
    return (int) crc.getValue();
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /**
   * Returns the deleted ranges of a series: first and last timestamp in turn, ascending; null when
   * there are none within the bounds.
   */
  public long @Nullable [] of(int series, long from, long to) {
    Map<Integer, long[]> now = ranges;
    long[] all = now.isEmpty() ? null : now.get(series);
    if (all == null) {
      return null;
    }
    for (int i = 0; i < all.length; i += 2) {
      if (all[i] <= to && all[i + 1] >= from) {
        return all;
      }
    }
    return null;
  }

  /** Adds a range to each of the series, and makes that safe. */
  public synchronized void add(int[] series, long from, long to) throws IOException {
    Map<Integer, long[]> more = new HashMap<>(ranges);
    for (int s : series) {
      more.merge(s, new long[] {from, to}, Tombstones::union);
    }
    write(more);
    ranges = more;
  }

  /** Returns all ranges by series, as {@link #of} gives them. */
  public Map<Integer, long[]> all() {
    return Map.copyOf(ranges);
  }

  /** Forgets ranges, except those of series that got further ones since {@link #all} gave them. */
  public synchronized void remove(Map<Integer, long[]> cleaned) throws IOException {
    Map<Integer, long[]> less = new HashMap<>(ranges);
    cleaned.forEach(
        (series, of) -> less.computeIfPresent(series, (s, now) -> now == of ? null : now));
    write(less);
    ranges = less;
  }

  /** Copies the file into a folder, when there is one. */
  public synchronized void copyTo(Path folder) throws IOException {
    if (Files.exists(file)) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }

  private static long[] union(long[] old, long[] added) {
    long from = added[0];
    long to = added[1];
    long[] all = new long[old.length + 2];
    int n = 0;
    for (int i = 0; i < old.length; i += 2) {
      // Ranges that touch become one; the subtraction cannot overflow after the first test.
      boolean before = old[i + 1] < from && from - old[i + 1] > 1;
      boolean after = old[i] > to && old[i] - to > 1;
      if (before || after) {
        all[n++] = old[i];
        all[n++] = old[i + 1];
      } else {
        from = Math.min(from, old[i]);
        to = Math.max(to, old[i + 1]);
      }
    }
    int at = 0;
    while (at < n && all[at] < from) {
      at += 2;
    }
    System.arraycopy(all, at, all, at + 2, n - at);
    all[at] = from;
    all[at + 1] = to;
    return Arrays.copyOf(all, n + 2);
  }

  private void write(Map<Integer, long[]> content) throws IOException {
    int size = HEADER + 4;
    for (long[] of : content.values()) {
      size += 8 + 8 * of.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putInt(VERSION).putInt(0).putInt(content.size());
    content.forEach(
        (series, of) -> {
          out.putInt(series).putInt(of.length / 2);
          for (long t : of) {
            out.putLong(t);
          }
        });
    out.putInt(12, crc(out.array()));
    out.flip();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        while (out.hasRemaining()) {
          channel.write(out);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      FolderNames.forceOf(file);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }
}
