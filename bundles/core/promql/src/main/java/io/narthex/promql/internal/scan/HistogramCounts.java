// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reduces histograms to count and sum for functions that look at nothing else. What the buckets say
 * about counter resets is kept as a hint, so that a reset shows as one further up.
 */
final class HistogramCounts {

  private static final double[] NONE = new double[0];

  private HistogramCounts() {}

  /** Replaces each histogram of a series; rows are in order of time. */
  static void reduce(@Nullable Histogram[] histograms, int rows) {
    Histogram previous = null;
    for (int i = 0; i < rows; i++) {
      Histogram h = histograms[i];
      if (h == null || h.isStale()) {
        continue;
      }
      histograms[i] = withoutBuckets(h, hint(h, previous));
      previous = h;
    }
  }

  private static ResetHint hint(Histogram h, @Nullable Histogram previous) {
    if (h.resetHint() != ResetHint.UNKNOWN || previous == null) {
      return h.resetHint();
    }
    return ResetDetection.isReset(h, previous) ? ResetHint.RESET : ResetHint.NOT_RESET;
  }

  private static Histogram withoutBuckets(Histogram h, ResetHint hint) {
    return new Histogram(
        h.schema(),
        h.integer(),
        hint,
        0,
        0,
        h.count(),
        h.sum(),
        List.of(),
        NONE,
        List.of(),
        NONE,
        NONE);
  }
}
