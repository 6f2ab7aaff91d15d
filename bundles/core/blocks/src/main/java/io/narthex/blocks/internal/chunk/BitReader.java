// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads bits, the highest of a byte first.
 *
 * <p>A variable-width number begins with ones and a zero: none of them for the number 0, one for 3
 * further bits, two for 6, then 9, 12, 18, 25, 56 and, with eight ones and no zero, 64.
 */
final class BitReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** How many bits follow so many ones. */
  private static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, 64};

  private final byte[] bytes;
  private final long end;
  private long at;

  /**
   * Reads a part of an array.
   *
   * @param bytes has 8 bytes behind the part
   */
  BitReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from * 8L;
    this.end = to * 8L;
  }

  long bits(int count) throws DamagedChunkException {
    if (at + count > end) {
      throw new DamagedChunkException("the chunk ends in the middle of a sample");
    }
    if (count > 56) {
      long high = bits(count - 32);
      return high << 32 | bits(32);
    }
    if (count == 0) {
      return 0;
    }
    long word = (long) LONG.get(bytes, (int) (at >>> 3));
    long value = word << (at & 7) >>> (64 - count);
    at += count;
    return value;
  }

  boolean bit() throws DamagedChunkException {
    return bits(1) == 1;
  }

  double float64() throws DamagedChunkException {
    return Double.longBitsToDouble(bits(64));
  }

  /** Reads a number as Go's encoding/binary writes it unsigned. */
  long uvarint() throws DamagedChunkException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      long b = bits(8);
      value |= (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new DamagedChunkException("a number has more than 10 bytes");
  }

  /** Reads a number as Go's encoding/binary writes it signed. */
  long varint() throws DamagedChunkException {
    long value = uvarint();
    return value >>> 1 ^ -(value & 1);
  }

  /** Reads a signed number of variable width. */
  long varbitInt() throws DamagedChunkException {
    int width = width();
    long value = bits(width);
    return width == 0 || width == 64 ? value : signed(value, width);
  }

  /** Reads an unsigned number of variable width. */
  long varbitUint() throws DamagedChunkException {
    return bits(width());
  }

  /** Of a width, the numbers above 2^(width-1) stand for negative ones. */
  static long signed(long value, int width) {
    return value > 1L << width - 1 ? value - (1L << width) : value;
  }

  private int width() throws DamagedChunkException {
    int ones = 0;
    while (ones < 8 && bit()) {
      ones++;
    }
    return WIDTHS[ones];
  }
}
