// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label.v2;

import static io.narthex.storage.local.label.v2.LabelLog.FRAME_HEADER;
import static io.narthex.storage.local.label.v2.LabelLog.FRAME_MAGIC;
import static io.narthex.storage.local.label.v2.LabelLog.HEADER;
import static io.narthex.storage.local.label.v2.LabelLog.MAX_PAYLOAD;

import io.narthex.storage.local.file.DataFile;
import io.narthex.storage.local.file.FlippedBit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a {@link LabelLog}: puts flipped bits right, and goes past what has more damage. */
final class LabelLogReader {

  /** How much is looked through at once for the frame behind a damaged one. */
  private static final int SEARCHED = 1 << 16;

  /** So long a frame may be to be mended; whole ones may be longer. */
  private static final int MENDED = 1 << 20;

  private final Path file;
  private final DataFile channel;
  private final LabelLogVisitor visitor;
  private final Consumer<String> warnings;
  private final long size;
  private int[] pairs = new int[64];
  // The frame that is being read, and where in it.
  private byte[] bytes = new byte[0];
  private int at;

  LabelLogReader(Path file, DataFile channel, LabelLogVisitor visitor, Consumer<String> warnings)
      throws IOException {
    this.file = file;
    this.channel = channel;
    this.visitor = visitor;
    this.warnings = warnings;
    this.size = channel.size();
  }

  /** Reads the header and returns the generation. */
  int header() throws IOException {
    if (size < HEADER) {
      throw new IOException(file + " is cut within its header; move it away");
    }
    ByteBuffer header = readAt(file, channel, 0, HEADER);
    if (header.getInt(20) != LabelLog.crc(header.array(), 0, 20)) {
      throw new IOException(
          file + " is not a label log (bad header); restore it from a snapshot, or move it away");
    }
    visitor.end(header.getInt(16));
    return header.getInt(12);
  }

  /** Returns whether a file has a whole frame behind its header. */
  static boolean hasFrame(Path file, DataFile channel) throws IOException {
    return nextFrame(file, channel, HEADER) >= 0;
  }

  /** Reads the frames, and returns where the last one that is whole ends. */
  long frames() throws IOException {
    long at = HEADER;
    while (at < size) {
      ByteBuffer frame = frameAt(file, channel, at);
      if (frame == null) {
        frame = mended(at);
      }
      if (frame != null) {
        visit(frame);
        at += FRAME_HEADER + (long) frame.getInt(4);
        continue;
      }
      long next = nextFrame(file, channel, at + 1);
      if (next < 0) {
        warnings.accept(file + ": the last " + (size - at) + " bytes are torn and were cut off");
        visitor.torn();
        return at;
      }
      warnings.accept(file + ": bytes " + at + " to " + next + " are damaged and were passed over");
      at = next;
    }
    return at;
  }

  /** Returns a frame whose one flipped bit is put right, in the file, too; null for none such. */
  private @Nullable ByteBuffer mended(long at) throws IOException {
    int left = (int) Math.min(size - at, MENDED);
    if (left < FRAME_HEADER) {
      return null;
    }
    ByteBuffer frame = readAt(file, channel, at, left);
    if (!FlippedBit.isNearly(frame.getInt(0), FRAME_MAGIC)) {
      return null;
    }
    int length = frame.getInt(4);
    if (!fits(length, left) || !FlippedBit.mend(frame.array(), 4, FRAME_HEADER + length, 24)) {
      length = FlippedBit.mendedLength(length, l -> isFrame(frame, l));
      if (length < 0) {
        return null;
      }
    }
    frame.putInt(0, FRAME_MAGIC).putInt(4, length).limit(FRAME_HEADER + length);
    channel.write(frame.duplicate(), at);
    warnings.accept(FlippedBit.told(file, at, frame.limit()));
    return frame;
  }

  private static boolean fits(int length, long left) {
    return length >= 0 && length <= MAX_PAYLOAD && length <= left - FRAME_HEADER;
  }

  /** Returns whether there is a whole frame in a buffer when its payload has such a length. */
  private static boolean isFrame(ByteBuffer frame, int length) {
    return fits(length, frame.limit())
        && LabelLog.frameCrc(frame.putInt(4, length).array(), 0, length) == frame.getInt(24);
  }

  /** Returns where the next whole frame is, or -1. */
  private static long nextFrame(Path file, DataFile channel, long from) throws IOException {
    long size = channel.size();
    for (long at = from; at + FRAME_HEADER <= size; at += SEARCHED) {
      int length = (int) Math.min(SEARCHED + 3, size - at);
      ByteBuffer some = readAt(file, channel, at, length);
      for (int i = 0; i + 4 <= length; i++) {
        if (some.getInt(i) == FRAME_MAGIC && frameAt(file, channel, at + i) != null) {
          return at + i;
        }
      }
    }
    return -1;
  }

  /** Returns a whole frame, or null when there is none. */
  private static @Nullable ByteBuffer frameAt(Path file, DataFile channel, long at)
      throws IOException {
    long size = channel.size();
    if (size - at < FRAME_HEADER) {
      return null;
    }
    ByteBuffer head = readAt(file, channel, at, FRAME_HEADER);
    int length = head.getInt(4);
    if (head.getInt(0) != FRAME_MAGIC || !fits(length, size - at)) {
      return null;
    }
    ByteBuffer frame = readAt(file, channel, at, FRAME_HEADER + length);
    return LabelLog.frameCrc(frame.array(), 0, length) == frame.getInt(24) ? frame : null;
  }

  private void visit(ByteBuffer frame) {
    visitor.frame(frame.getInt(8), frame.getInt(12), frame.getInt(16), frame.getInt(20));
    bytes = frame.array();
    at = FRAME_HEADER;
    int end = FRAME_HEADER + frame.getInt(4);
    while (at < end) {
      int type = bytes[at++];
      switch (type) {
        case LabelLog.NAME -> visitor.name(text());
        case LabelLog.PAIR -> {
          int name = varint();
          visitor.pair(name, text());
        }
        case LabelLog.SERIES -> {
          int number = varint();
          int target = varint();
          int from = at;
          int length = pairs();
          visitor.series(number, target, pairs, length, bytes, from, at);
        }
        case LabelLog.TARGET -> {
          int length = pairs();
          visitor.target(pairs, length);
        }
        case LabelLog.ALSO -> {
          int series = varint();
          visitor.also(series, varint());
        }
        case LabelLog.REMOVED -> visitor.removed(varint());
        case LabelLog.FREE -> visitor.free(varint());
        default -> throw new IllegalStateException("unknown entry " + type + " in " + file);
      }
    }
  }

  private int pairs() {
    int length = varint();
    if (length > pairs.length) {
      pairs = new int[length];
    }
    int[] into = pairs;
    byte[] from = bytes;
    int p = at;
    for (int i = 0; i < length; i++) {
      int v = 0;
      byte b;
      int shift = 0;
      do {
        b = from[p++];
        v |= (b & 0x7f) << shift;
        shift += 7;
      } while (b < 0);
      into[i] = v;
    }
    at = p;
    return length;
  }

  private String text() {
    int length = varint();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private int varint() {
    int v = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      v |= (b & 0x7f) << shift;
      if (b >= 0) {
        return v;
      }
    }
  }

  static ByteBuffer readAt(Path file, DataFile channel, long at, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (into.hasRemaining()) {
      if (channel.read(into, at + into.position()) < 0) {
        throw new IOException(file + " ends at " + channel.size() + " while it is read");
      }
    }
    return into.flip();
  }
}
