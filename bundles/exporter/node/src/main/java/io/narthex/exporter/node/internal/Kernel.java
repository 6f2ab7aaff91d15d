// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** What only a system call tells. */
interface Kernel {

  /**
   * The space of a file system.
   *
   * @param size all bytes
   * @param free the free bytes
   * @param available the bytes that are free for those who are not root
   * @param files all inodes, or NaN when they are not known
   * @param filesFree the free inodes, or NaN when they are not known
   */
  record Space(double size, double free, double available, double files, double filesFree) {}

  /**
   * The state of the kernel's clock discipline, in the units of adjtimex(2).
   *
   * @param synchronised whether the clock is synchronised
   * @param status the status bits
   * @param offset the offset in nanoseconds or microseconds, by a status bit
   * @param frequency the frequency correction in parts per million, scaled by 2^16
   * @param maxError the largest error in microseconds
   * @param estimatedError the estimated error in microseconds
   * @param constant the time constant of the phase-locked loop
   * @param tick the microseconds between ticks
   * @param pps the pulse-per-second values
   * @param tai the offset to the International Atomic Time in seconds
   */
  record Clock(
      boolean synchronised,
      int status,
      long offset,
      long frequency,
      long maxError,
      long estimatedError,
      long constant,
      long tick,
      Pulse pps,
      int tai) {}

  /**
   * What a pulse-per-second source tells.
   *
   * @param frequency its frequency in parts per million, scaled by 2^16
   * @param jitter its jitter in nanoseconds or microseconds
   * @param shift the interval duration
   * @param stability its stability in parts per million, scaled by 2^16
   * @param jitterCount how often the jitter limit was exceeded
   * @param calibrationCount the calibration intervals
   * @param errorCount the calibration errors
   * @param stabilityCount how often the stability limit was exceeded
   */
  record Pulse(
      long frequency,
      long jitter,
      int shift,
      long stability,
      long jitterCount,
      long calibrationCount,
      long errorCount,
      long stabilityCount) {}

  /** Asks for the space of the file system at a path. May block as long as the mount hangs. */
  Space space(String path) throws IOException;

  /** Reads the clock discipline without changing it. */
  Clock clock() throws IOException;

  /** Returns the bytes of a memory page. */
  int pageSize();
}
