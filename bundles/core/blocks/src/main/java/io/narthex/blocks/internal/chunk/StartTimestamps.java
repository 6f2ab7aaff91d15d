// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

/**
 * Start timestamps behind the samples of a chunk. The header byte's highest bit says whether the
 * first sample has one; the other bits name the sample from which on each has one, or are 0. A
 * start is stored as its distance from the time of the sample before, and later ones by the
 * difference of these distances.
 */
final class StartTimestamps {

  private final boolean first;
  private final int changesFrom;
  private long start;
  private long distance;

  StartTimestamps(int header) {
    first = (header & 0x80) != 0;
    changesFrom = header & 0x7f;
  }

  /** Reads what stands behind a sample. */
  void read(BitReader in, int sample, long time, long timeBefore) throws DamagedChunkException {
    if (sample == 0) {
      if (first) {
        start = time - in.varint();
      }
      return;
    }
    if (changesFrom == 0 || sample < changesFrom) {
      return;
    }
    long difference = in.varbitInt();
    distance = sample == changesFrom ? difference : distance + difference;
    start = timeBefore - distance;
  }

  long value() {
    return start;
  }
}
