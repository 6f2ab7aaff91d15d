// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import java.util.Arrays;

/** Writes bits, the highest of a byte first; the counterpart of {@link BitReader}. */
final class BitWriter {

  private static final int[] WIDTHS = {3, 6, 9, 12, 18, 25, 56};

  private byte[] bytes = new byte[256];
  private long at;

  /** Returns how many bytes are begun. */
  int size() {
    return (int) (at + 7 >>> 3);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size());
  }

  void clear() {
    Arrays.fill(bytes, 0, size(), (byte) 0);
    at = 0;
  }

  /** Overwrites a byte that was written before. */
  void set(int index, int value) {
    bytes[index] = (byte) value;
  }

  void bits(long value, int count) {
    if (size() + 9 > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    int left = count;
    while (left > 0) {
      int free = 8 - (int) (at & 7);
      int taken = Math.min(free, left);
      long part = value >>> left - taken & (1L << taken) - 1;
      bytes[(int) (at >>> 3)] |= (byte) (part << free - taken);
      at += taken;
      left -= taken;
    }
  }

  void float64(double value) {
    bits(Double.doubleToRawLongBits(value), 64);
  }

  void uvarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bits(rest & 0x7f | 0x80, 8);
      rest >>>= 7;
    }
    bits(rest, 8);
  }

  void varint(long value) {
    uvarint(value << 1 ^ value >> 63);
  }

  void varbitInt(long value) {
    if (value == 0) {
      bits(0, 1);
      return;
    }
    for (int i = 0; i < WIDTHS.length; i++) {
      if (fits(value, WIDTHS[i])) {
        prefix(i + 1);
        bits(value, WIDTHS[i]);
        return;
      }
    }
    bits(0xff, 8);
    bits(value, 64);
  }

  void varbitUint(long value) {
    if (value == 0) {
      bits(0, 1);
      return;
    }
    for (int i = 0; i < WIDTHS.length; i++) {
      if (value >>> WIDTHS[i] == 0) {
        prefix(i + 1);
        bits(value, WIDTHS[i]);
        return;
      }
    }
    bits(0xff, 8);
    bits(value, 64);
  }

  /** Whether a signed number has its place in a width, whose largest number is 2^(width-1). */
  static boolean fits(long value, int width) {
    return -((1L << width - 1) - 1) <= value && value <= 1L << width - 1;
  }

  private void prefix(int ones) {
    bits((1L << ones + 1) - 2, ones + 1);
  }
}
