// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk.v1;

import static io.narthex.storage.local.chunk.v1.ChunkFile.HEADER;
import static io.narthex.storage.local.chunk.v1.ChunkFile.RECORD_HEAD;
import static io.narthex.storage.local.chunk.v1.ChunkFile.RECORD_MAGIC;

import io.narthex.storage.local.file.DataFile;
import io.narthex.storage.local.file.FlippedBit;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Puts a flipped bit of a header or record right, in the file: see {@link FlippedBit}. Bodies of
 * blocks are long, so it takes their second sum to be sure; without one a damaged block stays
 * damaged.
 *
 * <p>Safe for several threads.
 */
final class RecordMender {

  private final Path file;
  private final DataFile channel;
  private final Consumer<String> warnings;

  RecordMender(Path file, DataFile channel, Consumer<String> warnings) {
    this.file = file;
    this.channel = channel;
    this.warnings = warnings;
  }

  /** Mends the header of the file; returns whether its checksum agrees now. */
  synchronized boolean mendHeader(MemorySegment all) {
    byte[] header = all.asSlice(0, HEADER).toArray(ValueLayout.JAVA_BYTE);
    return FlippedBit.mend(header, 0, HEADER, 12) && put(all, 0, header);
  }

  /**
   * Mends the record at a position, which has been found damaged.
   *
   * @param all the file, mapped
   * @param withBody whether its body is to be whole, too
   * @return whether it is whole now
   */
  synchronized boolean mend(MemorySegment all, long at, boolean withBody) {
    long left = all.byteSize() - at;
    if (left < RECORD_HEAD) {
      return false;
    }
    byte[] head = all.asSlice(at, RECORD_HEAD).toArray(ValueLayout.JAVA_BYTE);
    ByteBuffer fields = fields(head);
    if (!FlippedBit.isNearly(fields.getInt(0), RECORD_MAGIC)
        || !FlippedBit.mend(head, 8, RECORD_HEAD, 8)) {
      return false;
    }
    fields.putInt(0, RECORD_MAGIC);
    if (!withBody && fits(fields.getInt(4), left)) {
      return put(all, at, head);
    }
    byte[] record = whole(all, at, head, fields.getInt(4));
    if (record == null) {
      // Which bytes the body has is not known before the length is right.
      int mended = FlippedBit.mendedLength(fields.getInt(4), l -> isWhole(all, at, head, l));
      record = mended < 0 ? null : whole(all, at, head, mended);
    }
    return record != null && put(all, at, record);
  }

  private static boolean fits(int length, long left) {
    return length >= RECORD_HEAD && length <= left;
  }

  private static boolean isWhole(MemorySegment all, long at, byte[] head, int length) {
    return fits(length, all.byteSize() - at)
        && fields(head).getInt(12) == ChunkFile.bodyCrc(all, at, length);
  }

  /** Returns a record of a length as it was written; null when that is not known. */
  private static byte @Nullable [] whole(MemorySegment all, long at, byte[] head, int length) {
    if (!fits(length, all.byteSize() - at)) {
      return null;
    }
    byte[] record = all.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    System.arraycopy(head, 0, record, 0, RECORD_HEAD);
    fields(record).putInt(4, length);
    if (isWhole(all, at, head, length)) {
      return record;
    }
    return FlippedBit.mend(record, RECORD_HEAD, length, 12) && isSure(record) ? record : null;
  }

  /** Returns whether a body that was mended is as it was written, by more than its CRC32C. */
  private static boolean isSure(byte[] record) {
    ByteBuffer fields = fields(record);
    switch (fields.getInt(16)) {
      case ChunkFile.LAYOUT -> {
        for (int i = RECORD_HEAD + 4; i < record.length; i += 4) {
          if (fields.getInt(i - 4) >= fields.getInt(i)) {
            return false;
          }
        }
        return true;
      }
      case ChunkFile.CHECKED_BLOCK -> {
        int end = record.length - 4;
        CRC32 check = new CRC32();
        check.update(record, RECORD_HEAD, end - RECORD_HEAD);
        return fields.getInt(end) == (int) check.getValue();
      }
      default -> {
        return false;
      }
    }
  }

  private static ByteBuffer fields(byte[] record) {
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes the bytes that differ from what is in the file; returns whether that was possible. */
  private boolean put(MemorySegment all, long at, byte[] record) {
    try {
      for (int i = 0; i < record.length; i++) {
        byte wrong = all.get(ValueLayout.JAVA_BYTE, at + i);
        if (record[i] != wrong) {
          channel.write(ByteBuffer.wrap(record, i, 1), at + i);
          warnings.accept(
              file
                  + ": byte "
                  + (at + i)
                  + " was "
                  + (wrong & 0xff)
                  + " and is "
                  + (record[i] & 0xff)
                  + " again: a flipped bit was put right");
        }
      }
      channel.force();
      return true;
    } catch (IOException e) {
      warnings.accept(file + " has a flipped bit that cannot be put right: " + e.getMessage());
      return false;
    }
  }
}
