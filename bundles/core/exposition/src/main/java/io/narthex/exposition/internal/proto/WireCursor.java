// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.exposition.ExpositionException;

/**
 * Walks over the fields of protobuf messages in an array. A message is the range up to {@link
 * #limit}; {@link #enter} goes into a nested one and {@link #leave} out of it again. Nothing is
 * read beyond the limit, whatever the lengths in the data say. Not safe for several threads.
 */
final class WireCursor {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private static final int MAX_VARINT_BYTES = 10;

  private final byte[] b;
  private int pos;
  private int limit;
  private int tag;

  /** Where the bytes of the last {@link #bytes} field begin and end. */
  private int from;

  private int to;

  WireCursor(byte[] b, int from, int to) {
    this.b = b;
    this.pos = from;
    this.limit = to;
  }

  int position() {
    return pos;
  }

  int limit() {
    return limit;
  }

  /** Goes to a range. */
  void range(int rangeFrom, int rangeTo) {
    pos = rangeFrom;
    limit = rangeTo;
  }

  boolean atEnd() {
    return pos >= limit;
  }

  /** Goes to the next field of the message; returns its number, or 0 at the message's end. */
  int next() throws ExpositionException {
    if (pos >= limit) {
      return 0;
    }
    long read = varint();
    int field = (int) (read >>> 3);
    if (read >>> 32 != 0 || field == 0) {
      throw fault("a field has the number " + (read >>> 3));
    }
    tag = (int) read;
    return field;
  }

  private int wireType() {
    return tag & 7;
  }

  /** Reads a number of variable length. */
  long varint() throws ExpositionException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (pos >= limit) {
        throw fault("the message ends within a number");
      }
      byte next = b[pos++];
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw fault("a number has more than " + MAX_VARINT_BYTES + " bytes");
  }

  /** Reads the present field as an integer. */
  long integer() throws ExpositionException {
    expect(VARINT);
    return varint();
  }

  /** Reads the present field as an integer with the sign in the lowest bit. */
  long zigzag() throws ExpositionException {
    return unzigzag(integer());
  }

  static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }

  /** Reads the present field as a double. */
  double number() throws ExpositionException {
    expect(FIXED64);
    return rawNumber();
  }

  /** Reads eight bytes as a double. */
  double rawNumber() throws ExpositionException {
    if (limit - pos < 8) {
      throw fault("the message ends within a double");
    }
    long bits = 0;
    for (int i = 7; i >= 0; i--) {
      bits = bits << 8 | b[pos + i] & 0xff;
    }
    pos += 8;
    return Double.longBitsToDouble(bits);
  }

  /** Takes the bytes of the present field; they lie between {@link #from} and {@link #to}. */
  void bytes() throws ExpositionException {
    expect(BYTES);
    int length = length();
    from = pos;
    to = pos + length;
    pos = to;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Reads a length that must fit into the message. */
  int length() throws ExpositionException {
    long length = varint();
    if (length < 0 || length > limit - pos) {
      throw fault("a length of " + Long.toUnsignedString(length) + " bytes goes beyond the end");
    }
    return (int) length;
  }

  /** Goes into the message that the present field holds; returns what {@link #leave} wants. */
  int enter() throws ExpositionException {
    expect(BYTES);
    int length = length();
    int outer = limit;
    limit = pos + length;
    return outer;
  }

  /** Goes behind the message that was entered. */
  void leave(int outer) {
    pos = limit;
    limit = outer;
  }

  /** Returns whether the present field holds several numbers in one. */
  boolean isPacked() {
    return wireType() == BYTES;
  }

  /** Goes over the present field. */
  void skip() throws ExpositionException {
    switch (wireType()) {
      case VARINT -> varint();
      case FIXED64 -> jump(8);
      case BYTES -> bytes();
      case FIXED32 -> jump(4);
      default -> throw fault("a field has the wire type " + wireType());
    }
  }

  private void jump(int count) throws ExpositionException {
    if (limit - pos < count) {
      throw fault("the message ends within a number");
    }
    pos += count;
  }

  private void expect(int type) throws ExpositionException {
    if (wireType() != type) {
      throw fault(
          "field " + (tag >>> 3) + " has the wire type " + wireType() + " in place of " + type);
    }
  }

  ExpositionException fault(String problem) {
    return new ExpositionException("invalid protobuf: " + problem, pos);
  }
}
