// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

/**
 * The encoding XOR: the number of samples in 2 bytes; the first time as varint and value in 64
 * bits; then differences of time and value; from the third sample on differences of differences of
 * time, in 14, 17, 20 or 64 bits behind one, two, three or four ones.
 */
final class XorDecoder extends ChunkDecoder {

  private static final int[] TIME_WIDTHS = {0, 14, 17, 20, 64};

  private final BitReader in;
  private final XorValue value = new XorValue();
  private long time;
  private long delta;

  XorDecoder(byte[] bytes, int length) {
    super(uint16(bytes));
    in = new BitReader(bytes, 2, length);
  }

  @Override
  void read(int sample) throws DamagedChunkException {
    switch (sample) {
      case 0 -> {
        time = in.varint();
        value.first(in.float64());
        return;
      }
      case 1 -> delta = in.uvarint();
      default -> delta += deltaOfDelta();
    }
    time += delta;
    value.read(in);
  }

  private long deltaOfDelta() throws DamagedChunkException {
    int ones = 0;
    while (ones < 4 && in.bit()) {
      ones++;
    }
    int width = TIME_WIDTHS[ones];
    long bits = in.bits(width);
    return width == 0 || width == 64 ? bits : BitReader.signed(bits, width);
  }

  @Override
  public long timestampMs() {
    return time;
  }

  @Override
  public double value() {
    return value.value();
  }
}
