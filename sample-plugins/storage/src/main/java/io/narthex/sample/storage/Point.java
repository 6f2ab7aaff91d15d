// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.storage;

import io.narthex.spi.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One sample.
 *
 * @param value the float, or 0 for a histogram
 * @param histogram the histogram, or null for a float
 */
record Point(double value, @Nullable Histogram histogram) {

  /** Returns whether two samples are equal bit by bit. */
  boolean same(Point other) {
    return histogram == null
        ? other.histogram == null
            && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(other.value)
        : histogram.equals(other.histogram);
  }
}
