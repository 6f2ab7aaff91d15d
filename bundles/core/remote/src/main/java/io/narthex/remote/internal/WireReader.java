// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the wire format of protocol buffers from bytes. A field is a tag (number times 8 plus wire
 * type) and a value; a message inside is a length and its bytes, read by moving the {@linkplain
 * #limit limit}.
 */
final class WireReader {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bits of eight bytes of a number that say that it goes on. */
  private static final long CONTINUED = 0x8080808080808080L;

  private byte[] bytes = {};
  private int at;
  private int end;

  private double sampleValue;
  private long sampleTime;
  // The bytes of that time, and how many there are.
  private long timeBytes;
  private int timeLength;

  /** Begins to read bytes. */
  void begin(byte[] message, int from, int to) {
    bytes = message;
    at = from;
    end = to;
  }

  /** Returns the bytes that are read. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the index of the next byte. */
  int position() {
    return at;
  }

  /** Moves to another index. */
  void position(int index) {
    at = index;
  }

  /** Returns whether the message has further fields. */
  boolean more() {
    return at < end;
  }

  /**
   * Narrows the view to the message of a length that comes next.
   *
   * @return the limit to restore afterwards
   */
  int enter() throws BadRequestException {
    int length = length();
    int outer = end;
    end = at + length;
    return outer;
  }

  /**
   * Leaves a message, to the limit that {@link #enter} returned.
   *
   * @return where the message ended
   */
  int leave(int outer) {
    at = end;
    end = outer;
    return at;
  }

  /** Moves behind the fields of bytes with one tag that come next, if any do. */
  void skipRun(int tag) throws BadRequestException {
    int i = at;
    while (end - i >= 2 && bytes[i] == tag) {
      int length = bytes[i + 1];
      if (length < 0) {
        at = i + 1;
        length = length();
        i = at - 2;
      }
      if (length > end - i - 2) {
        throw truncated();
      }
      i += 2 + length;
    }
    at = i;
  }

  /**
   * Reads a field 2 that is a message {@code Sample} in the layout in which nearly all come: a
   * double in field 1, then a timestamp of up to eight bytes in field 2. Value and time then are
   * {@link #sampleValue} and {@link #sampleTime}.
   *
   * @return false when something else comes next, or nothing; nothing was read then
   */
  boolean usualSample() {
    byte[] b = bytes;
    int i = at;
    if (end - i < 13 || b.length - i < 20) {
      return false;
    }
    int length = b[i + 1] - 10;
    if (b[i] != (2 << 3 | BYTES)
        || length < 1
        || length > 8
        || length > end - i - 12
        || b[i + 2] != (1 << 3 | FIXED64)
        || b[i + 11] != (2 << 3 | VARINT)) {
      return false;
    }
    long time = (long) LITTLE_ENDIAN.get(b, i + 12) & -1L >>> 64 - 8 * length;
    // The samples of a scrape have the same time.
    if (time != timeBytes || length != timeLength) {
      if ((time & CONTINUED) != (CONTINUED & (1L << 8 * (length - 1)) - 1)) {
        return false;
      }
      timeBytes = time;
      timeLength = length;
      sampleTime = 0;
      for (int k = 0; k < length; k++) {
        sampleTime |= (time >>> 8 * k & 0x7F) << 7 * k;
      }
    }
    sampleValue = Double.longBitsToDouble((long) LITTLE_ENDIAN.get(b, i + 3));
    at = i + 12 + length;
    return true;
  }

  /** Returns the value that {@link #usualSample} has read. */
  double sampleValue() {
    return sampleValue;
  }

  /** Returns the time that {@link #usualSample} has read. */
  long sampleTime() {
    return sampleTime;
  }

  /** Reads a tag. */
  int tag() throws BadRequestException {
    long tag = varint();
    if (tag < 8 || tag > Integer.MAX_VALUE) {
      throw new BadRequestException("proto: illegal tag " + tag + " at byte " + at);
    }
    return (int) tag;
  }

  /** Reads a variable-length number. */
  long varint() throws BadRequestException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw truncated();
      }
      byte b = bytes[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new BadRequestException("proto: a number has more than ten bytes, at byte " + at);
  }

  /** Reads a variable-length number whose sign is its lowest bit. */
  long zigzag() throws BadRequestException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Reads a double. */
  double fixedDouble() throws BadRequestException {
    if (end - at < 8) {
      throw truncated();
    }
    double value = Double.longBitsToDouble((long) LITTLE_ENDIAN.get(bytes, at));
    at += 8;
    return value;
  }

  /** Reads the length of bytes, which are all there. */
  int length() throws BadRequestException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw truncated();
    }
    return (int) length;
  }

  /** Reads a text. */
  String text() throws BadRequestException {
    int length = length();
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString();
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      throw new BadRequestException("proto: invalid UTF-8 in a text at byte " + at);
    }
  }

  /** Passes over the value of a field. */
  void skip(int tag) throws BadRequestException {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> advance(8);
      case BYTES -> advance(length());
      case FIXED32 -> advance(4);
      default ->
          throw new BadRequestException("proto: illegal wire type " + (tag & 7) + " at byte " + at);
    }
  }

  private void advance(int length) throws BadRequestException {
    if (end - at < length) {
      throw truncated();
    }
    at += length;
  }

  private static BadRequestException truncated() {
    return new BadRequestException("unexpected EOF: the protobuf message ends too early");
  }
}
