// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

/** Writes chunks of the encoding XOR, see {@link XorDecoder}. */
public final class XorEncoder {

  /** As many samples as upstream puts into a chunk. */
  private static final int MAX_SAMPLES = 120;

  private final BitWriter out = new BitWriter();
  private final XorValue value = new XorValue();
  private int count;
  private long time;
  private long delta;

  /** Returns whether the chunk has its full size. */
  public boolean isFull() {
    return count >= MAX_SAMPLES;
  }

  /** Returns how many samples the chunk has. */
  public int count() {
    return count;
  }

  /** Adds a sample; times ascend. */
  public void add(long timestampMs, double sample) {
    switch (count) {
      case 0 -> {
        out.clear();
        out.bits(0, 16);
        out.varint(timestampMs);
        out.float64(sample);
        value.first(sample);
      }
      case 1 -> {
        delta = timestampMs - time;
        out.uvarint(delta);
        value.write(out, sample);
      }
      default -> {
        long step = timestampMs - time;
        writeTime(step - delta);
        delta = step;
        value.write(out, sample);
      }
    }
    time = timestampMs;
    count++;
  }

  private void writeTime(long deltaOfDelta) {
    if (deltaOfDelta == 0) {
      out.bits(0, 1);
    } else if (BitWriter.fits(deltaOfDelta, 14)) {
      out.bits(0b10, 2);
      out.bits(deltaOfDelta, 14);
    } else if (BitWriter.fits(deltaOfDelta, 17)) {
      out.bits(0b110, 3);
      out.bits(deltaOfDelta, 17);
    } else if (BitWriter.fits(deltaOfDelta, 20)) {
      out.bits(0b1110, 4);
      out.bits(deltaOfDelta, 20);
    } else {
      out.bits(0b1111, 4);
      out.bits(deltaOfDelta, 64);
    }
  }

  /** Returns the chunk's data and begins a new one. */
  public byte[] finish() {
    out.set(0, count >>> 8);
    out.set(1, count);
    count = 0;
    return out.toBytes();
  }
}
