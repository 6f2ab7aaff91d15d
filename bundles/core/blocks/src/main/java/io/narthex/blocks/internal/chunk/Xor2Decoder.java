// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import io.narthex.spi.model.SpecialValues;

/**
 * The encoding XOR2: as {@link XorDecoder}, with a byte for {@link StartTimestamps} behind the
 * number of samples, and from the third sample on one prefix for time and value together.
 */
final class Xor2Decoder extends ChunkDecoder {

  private final BitReader in;
  private final StartTimestamps starts;

  /** The last value that was not stale. */
  private final XorValue base = new XorValue();

  private double value;
  private long time;
  private long delta;

  Xor2Decoder(byte[] bytes, int length) {
    super(uint16(bytes));
    starts = new StartTimestamps(bytes[2]);
    in = new BitReader(bytes, 3, length);
  }

  @Override
  void read(int sample) throws DamagedChunkException {
    long before = time;
    switch (sample) {
      case 0 -> {
        time = in.varint();
        value = in.float64();
        base.first(SpecialValues.isStale(value) ? 0 : value);
      }
      case 1 -> {
        delta = in.uvarint();
        time += delta;
        readValue();
      }
      default -> readJointly();
    }
    starts.read(in, sample, time, before);
  }

  private void readJointly() throws DamagedChunkException {
    int ones = 0;
    while (ones < 5 && in.bit()) {
      ones++;
    }
    switch (ones) {
      case 0 -> value = base.value();
      case 1 -> {
        if (in.bit()) {
          base.readWindow(in);
        }
        base.readBits(in);
        value = base.value();
      }
      case 2 -> changeDelta(13);
      case 3 -> changeDelta(20);
      case 4 -> changeDelta(64);
      default -> value = SpecialValues.STALE;
    }
    time += delta;
    if (ones >= 2 && ones <= 4) {
      readValue();
    }
  }

  private void changeDelta(int width) throws DamagedChunkException {
    long bits = in.bits(width);
    delta += width < 64 && bits >= 1L << width - 1 ? bits - (1L << width) : bits;
  }

  private void readValue() throws DamagedChunkException {
    if (!in.bit()) {
      value = base.value();
      return;
    }
    if (in.bit()) {
      if (in.bit()) {
        value = SpecialValues.STALE;
        return;
      }
      base.readWindow(in);
    }
    base.readBits(in);
    value = base.value();
  }

  @Override
  public long timestampMs() {
    return time;
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public long startTimestampMs() {
    return starts.value();
  }
}
