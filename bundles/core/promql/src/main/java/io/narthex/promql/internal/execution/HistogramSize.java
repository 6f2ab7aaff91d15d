// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.spi.model.Histogram;

/** How much a histogram counts against the limit of samples. */
public final class HistogramSize {

  /** The bytes of upstream's histogram without its buckets and the timestamp. */
  private static final long FIXED_BYTES = 168 + 8;

  private HistogramSize() {}

  /** Returns how many float samples of 16 bytes it stands for. */
  public static long samples(Histogram h) {
    long bytes =
        FIXED_BYTES
            + 8L * (h.positiveCounts().length + h.negativeCounts().length + h.customBounds().length)
            + 8L * (h.positiveSpans().size() + h.negativeSpans().size());
    return bytes / 16;
  }
}
