// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.spi.model.Labels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line of a family of histograms.
 *
 * @param series its name and labels as they stand in the body
 * @param family the family's name
 * @param part what it is to a histogram, or null when it is nothing
 * @param bound the bucket's upper bound, if it is one
 * @param histogram which histogram it belongs to, if it does
 */
record HistogramLine(
    byte[] series,
    String family,
    @Nullable HistogramPart part,
    double bound,
    @Nullable Whole histogram) {

  /**
   * A histogram; the lines of one share it.
   *
   * @param labels those of the histogram, without {@code le}
   * @param key bytes that name it and cannot stand in a body
   */
  record Whole(Labels labels, byte[] key) {}

  /** Returns whether a line of a family is this one. */
  boolean is(byte[] body, int from, int to, String of) {
    return Arrays.equals(body, from, to, series, 0, series.length) && family.equals(of);
  }
}
