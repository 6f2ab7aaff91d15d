// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label.v1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Reads version 1 of the append-only file of symbols, series and targets; it is written no more.
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
 * numbers. A frame that is cut at the end of the file was never acknowledged and is passed over.
 */
public final class LabelLogReader {

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

  private LabelLogReader() {}

  /**
   * Reads a file.
   *
   * @param warnings told of every damage, with the file's name
   * @throws IOException when it cannot be read, or has another version
   */
  public static void read(Path file, Visitor visitor, Consumer<String> warnings)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER
        || all.getLong(0) != MAGIC
        || all.getInt(8) != VERSION
        || all.getInt(12) != crc(bytes, 0, 12)) {
      throw new IOException(file + " is not a label log of version 1 (bad header)");
    }
    int at = HEADER;
    int damagedFrom = -1;
    while (at < bytes.length) {
      int length = frameLength(all, at);
      if (length < 0) {
        damagedFrom = damagedFrom < 0 ? at : damagedFrom;
        at++;
        continue;
      }
      if (damagedFrom >= 0) {
        warnings.accept(
            file + ": bytes " + damagedFrom + " to " + at + " are damaged and were passed over");
        damagedFrom = -1;
      }
      visitor.frame(all.getInt(at + 8), all.getInt(at + 12), all.getInt(at + 16));
      visit(
          ByteBuffer.wrap(bytes, at + FRAME_HEADER, length).order(ByteOrder.LITTLE_ENDIAN),
          visitor);
      at += FRAME_HEADER + length;
    }
    if (damagedFrom >= 0) {
      warnings.accept(
          file
              + ": the last "
              + (bytes.length - damagedFrom)
              + " bytes are torn and were left out");
    }
  }

  /** Returns the length of the payload of a whole frame, or -1 when there is none. */
  private static int frameLength(ByteBuffer all, int at) {
    int left = all.capacity() - at - FRAME_HEADER;
    if (left < 0 || all.getInt(at) != FRAME_MAGIC) {
      return -1;
    }
    int length = all.getInt(at + 4);
    if (length < 0 || length > Math.min(MAX_PAYLOAD, left)) {
      return -1;
    }
    CRC32C crc = new CRC32C();
    crc.update(all.array(), at + 4, 16);
    crc.update(all.array(), at + FRAME_HEADER, length);
    return (int) crc.getValue() == all.getInt(at + 20) ? length : -1;
  }

  private static void visit(ByteBuffer in, Visitor visitor) {
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

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
