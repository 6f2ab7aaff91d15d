// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

/**
 * What start timestamps tell of a counter, for floats and histograms alike. All are milliseconds; a
 * start of 0 is unknown.
 */
public final class StartTimestamps {

  private StartTimestamps() {}

  /**
   * Returns whether the counter began anew between two samples.
   *
   * @param beforeStart the start timestamp of the first
   * @param before the timestamp of the first
   * @param start the start timestamp of the second
   * @param time the timestamp of the second
   */
  public static boolean isReset(long beforeStart, long before, long start, long time) {
    if (start == 0 || start >= time || start < before) {
      return false;
    }
    if (start > before) {
      return true;
    }
    // The start points at the sample before. That is a delta, which counts from there, or a counter
    // whose start is not known; in the latter case the first sample has no useful start either.
    return beforeStart != 0 && beforeStart < before;
  }

  /** Returns whether a sample claims to have counted before the sample before, but not as long. */
  public static boolean overlaps(long beforeStart, long before, long start) {
    return start != 0 && start < before && start != beforeStart;
  }
}
