// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import io.narthex.blocks.SampleCursor;
import io.narthex.spi.model.Histogram;
import java.io.IOException;

/** Walks through the samples of one chunk. */
public abstract sealed class ChunkDecoder implements SampleCursor
    permits XorDecoder, Xor2Decoder, HistogramDecoder {

  private final int count;
  private int index = -1;

  ChunkDecoder(int count) {
    this.count = count;
  }

  /**
   * Makes a decoder.
   *
   * @param bytes holds the chunk's data and 8 bytes more
   * @param length how many bytes the data has
   * @throws DamagedChunkException when the header is cut short
   */
  public static ChunkDecoder of(Encoding encoding, byte[] bytes, int length)
      throws DamagedChunkException {
    if (length < 3) {
      throw new DamagedChunkException("the chunk has " + length + " bytes, fewer than its header");
    }
    return switch (encoding) {
      case XOR -> new XorDecoder(bytes, length);
      case XOR2 -> new Xor2Decoder(bytes, length);
      case HISTOGRAM -> new HistogramDecoder(bytes, length, true, false);
      case FLOAT_HISTOGRAM -> new HistogramDecoder(bytes, length, false, false);
      case HISTOGRAM_START -> new HistogramDecoder(bytes, length, true, true);
      case FLOAT_HISTOGRAM_START -> new HistogramDecoder(bytes, length, false, true);
    };
  }

  static int uint16(byte[] bytes) {
    return (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
  }

  @Override
  public final boolean next() throws IOException {
    if (index + 1 >= count) {
      return false;
    }
    read(++index);
    return true;
  }

  /** Reads the sample of an index, which is one more than that of the sample before. */
  abstract void read(int sample) throws DamagedChunkException;

  @Override
  public boolean isHistogram() {
    return false;
  }

  @Override
  public double value() {
    throw new IllegalStateException("the sample is a histogram");
  }

  @Override
  public Histogram histogram() {
    throw new IllegalStateException("the sample is no histogram");
  }

  @Override
  public long startTimestampMs() {
    return 0;
  }
}
