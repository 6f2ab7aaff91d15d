// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.scan.SampleColumn;

/** Values between two samples. */
public final class Interpolation {

  private Interpolation() {}

  /**
   * Returns the value on the line between two floats.
   *
   * @param counter whether a fall is a reset, after which counting began at 0
   */
  public static double between(
      SampleColumn floats, int before, int after, long timeMs, boolean counter) {
    double y1 = floats.values()[before];
    double y2 = floats.values()[after];
    if (counter && y2 < y1) {
      y1 = 0;
    }
    long t1 = floats.timestamps()[before];
    return y1 + (y2 - y1) * (timeMs - t1) / (floats.timestamps()[after] - t1);
  }
}
