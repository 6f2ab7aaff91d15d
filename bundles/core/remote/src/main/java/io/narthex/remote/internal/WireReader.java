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

  private byte[] bytes = {};
  private int at;
  private int end;

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

  /** Leaves a message, to the limit that {@link #enter} returned. */
  void leave(int outer) {
    at = end;
    end = outer;
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
