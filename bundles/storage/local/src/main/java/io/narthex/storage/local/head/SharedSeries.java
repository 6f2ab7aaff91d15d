// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

/** The newest sample of a series that is in several targets. Guarded by its own monitor. */
final class SharedSeries {

  private long time = Long.MIN_VALUE;
  private long bits;

  /** Notes a sample when it is the newest. */
  synchronized void note(long sampleTime, long sampleBits) {
    if (sampleTime > time) {
      time = sampleTime;
      bits = sampleBits;
    }
  }

  synchronized long time() {
    return time;
  }

  synchronized long bits() {
    return bits;
  }
}
