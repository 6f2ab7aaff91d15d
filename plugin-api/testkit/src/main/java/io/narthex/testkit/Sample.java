// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A sample as it was read back. Two are equal when time and bits are, so that stale markers, other
 * NaNs and the sign of zero count.
 *
 * @param timestampMs its timestamp
 * @param bits the bits of its value, or 0 for a histogram
 * @param histogram its histogram, or null for a float
 */
public record Sample(long timestampMs, long bits, @Nullable Histogram histogram) {

  /** A float. */
  public static Sample of(long timestampMs, double value) {
    return new Sample(timestampMs, Double.doubleToRawLongBits(value), null);
  }

  /** A histogram. */
  public static Sample of(long timestampMs, Histogram histogram) {
    return new Sample(timestampMs, 0, histogram);
  }

  /** Returns the float. */
  public double value() {
    return Double.longBitsToDouble(bits);
  }

  @Override
  public String toString() {
    return histogram == null
        ? value() + "(" + Long.toHexString(bits) + ")@" + timestampMs
        : histogram + "@" + timestampMs;
  }
}
