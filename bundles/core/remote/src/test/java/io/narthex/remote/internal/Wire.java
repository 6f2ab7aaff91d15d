// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes protocol buffers, for requests in tests. */
final class Wire {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Wire varint(int field, long value) {
    raw(field << 3);
    raw(value);
    return this;
  }

  Wire zigzag(int field, long value) {
    return varint(field, value << 1 ^ value >> 63);
  }

  Wire number(int field, double value) {
    raw(field << 3 | 1);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    return this;
  }

  Wire bytes(int field, byte[] value) {
    raw(field << 3 | 2);
    raw(value.length);
    out.writeBytes(value);
    return this;
  }

  Wire text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Wire message(int field, Wire value) {
    return bytes(field, value.toBytes());
  }

  Wire packedZigzag(int field, long... values) {
    Wire packed = new Wire();
    for (long value : values) {
      packed.raw(value << 1 ^ value >> 63);
    }
    return bytes(field, packed.toBytes());
  }

  private void raw(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  /** A time series: label names and values in turn. */
  static Wire series(String... labels) {
    Wire series = new Wire();
    for (int i = 0; i < labels.length; i += 2) {
      series.message(1, new Wire().text(1, labels[i]).text(2, labels[i + 1]));
    }
    return series;
  }

  /** Adds a sample to a time series. */
  Wire sample(double value, long timestampMs) {
    return message(2, new Wire().number(1, value).varint(2, timestampMs));
  }
}
