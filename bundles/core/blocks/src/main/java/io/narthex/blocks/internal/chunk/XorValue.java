// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

/**
 * A column of floats in which each is stored by the bits that differ from the one before: the bit 0
 * when none does; 10 and the bits of the window that the last one had; 11, 5 bits for the number of
 * leading zeros, 6 for the number of bits (0 for 64), and these bits.
 */
final class XorValue {

  private static final int NO_WINDOW = 0xff;

  private double value;
  private int leading = NO_WINDOW;
  private int trailing;

  double value() {
    return value;
  }

  /** Sets the first value, which is stored whole. */
  void first(double first) {
    value = first;
    leading = NO_WINDOW;
    trailing = 0;
  }

  void read(BitReader in) throws DamagedChunkException {
    if (!in.bit()) {
      return;
    }
    if (in.bit()) {
      readWindow(in);
    }
    readBits(in);
  }

  /** Reads leading zeros and the number of bits. */
  void readWindow(BitReader in) throws DamagedChunkException {
    leading = (int) in.bits(5);
    int count = (int) in.bits(6);
    trailing = 64 - leading - (count == 0 ? 64 : count);
    if (trailing < 0) {
      throw new DamagedChunkException("a value has more than 64 bits");
    }
  }

  /** Reads the bits of the window. */
  void readBits(BitReader in) throws DamagedChunkException {
    if (leading == NO_WINDOW) {
      leading = 0; // as upstream's reader, which begins with a window of all bits
    }
    long bits = in.bits(64 - leading - trailing) << trailing;
    value = Double.longBitsToDouble(Double.doubleToRawLongBits(value) ^ bits);
  }

  void write(BitWriter out, double next) {
    long bits = Double.doubleToRawLongBits(value) ^ Double.doubleToRawLongBits(next);
    value = next;
    if (bits == 0) {
      out.bits(0, 1);
      return;
    }
    int zeros = Math.min(31, Long.numberOfLeadingZeros(bits));
    int after = Long.numberOfTrailingZeros(bits);
    if (leading != NO_WINDOW && zeros >= leading && after >= trailing) {
      out.bits(0b10, 2);
    } else {
      leading = zeros;
      trailing = after;
      out.bits(0b11, 2);
      out.bits(leading, 5);
      out.bits(64 - leading - trailing & 63, 6);
    }
    out.bits(bits >>> trailing, 64 - leading - trailing);
  }
}
