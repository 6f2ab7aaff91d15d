// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;

/** The classic buckets of a histogram with custom bounds. */
public final class CumulativeBuckets {

  private CumulativeBuckets() {}

  /** Returns how many observations lie at or below each bound. */
  public static double[] of(Histogram histogram) {
    double[] counts = new double[histogram.customBounds().length];
    int index = 0;
    int read = 0;
    for (BucketSpan span : histogram.positiveSpans()) {
      index += span.offset();
      for (int i = 0; i < span.length(); i++, index++, read++) {
        if (index < counts.length) {
          counts[index] = histogram.positiveCounts()[read];
        }
      }
    }
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
    return counts;
  }
}
