// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the fields of protobuf messages into an array. A nested message is begun by {@link #begin}
 * and ended by {@link #end}, which puts its length in front. Fields that have their default value
 * are left out, as proto3 does. Not safe for several threads.
 */
public final class WireBuffer {

  /** A length takes so many bytes at most. */
  private static final int LENGTH_BYTES = 5;

  private byte[] bytes = new byte[1024];
  private int length;

  /** Forgets what was written. */
  public void clear() {
    length = 0;
  }

  /** Begins a message in a field, or, with 0, one that stands by itself. */
  public int begin(int field) {
    if (field > 0) {
      tag(field, WireCursor.BYTES);
    }
    room(LENGTH_BYTES);
    int start = length;
    length += LENGTH_BYTES;
    return start;
  }

  /** Ends the message that was begun at {@code start}. */
  public void end(int start) {
    int size = length - start - LENGTH_BYTES;
    int written = start;
    int rest = size;
    while (rest >= 0x80) {
      bytes[written++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[written++] = (byte) rest;
    System.arraycopy(bytes, start + LENGTH_BYTES, bytes, written, size);
    length = written + size;
  }

  /** Writes a text. */
  public void text(int field, String text) {
    if (!text.isEmpty()) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      tag(field, WireCursor.BYTES);
      varint(utf8.length);
      room(utf8.length);
      System.arraycopy(utf8, 0, bytes, length, utf8.length);
      length += utf8.length;
    }
  }

  /** Writes an integer. */
  public void integer(int field, long value) {
    if (value != 0) {
      tag(field, WireCursor.VARINT);
      varint(value);
    }
  }

  /** Writes an integer with its sign in the lowest bit. */
  public void zigzag(int field, long value) {
    integer(field, value << 1 ^ value >> 63);
  }

  /** Writes a double; minus zero is no default. */
  public void number(int field, double value) {
    if (Double.doubleToRawLongBits(value) != 0) {
      tag(field, WireCursor.FIXED64);
      raw(value);
    }
  }

  /** Writes the differences of whole numbers, packed. */
  public void differences(int field, double[] values) {
    if (values.length == 0) {
      return;
    }
    int start = begin(field);
    long before = 0;
    for (double value : values) {
      long difference = (long) value - before;
      varint(difference << 1 ^ difference >> 63);
      before = (long) value;
    }
    end(start);
  }

  /** Writes doubles, packed. */
  public void numbers(int field, double[] values) {
    if (values.length == 0) {
      return;
    }
    int start = begin(field);
    for (double value : values) {
      raw(value);
    }
    end(start);
  }

  private void raw(double value) {
    long bits = Double.doubleToRawLongBits(value);
    room(8);
    for (int i = 0; i < 8; i++) {
      bytes[length++] = (byte) (bits >>> 8 * i);
    }
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  /** Writes everything to a stream. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /** Returns a copy of everything. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
