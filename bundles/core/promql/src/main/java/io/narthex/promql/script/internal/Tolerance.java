// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.Nearly;
import io.narthex.spi.model.Histogram;
import java.util.Arrays;

/** Compares results with upstream's tolerance of a millionth. */
final class Tolerance {

  private static final double EPSILON = 1e-6;

  private Tolerance() {}

  /** Returns whether two floats count as equal: any NaN equals any other, but for stale markers. */
  static boolean same(double a, double b) {
    return Nearly.equal(a, b, EPSILON);
  }

  /**
   * Returns whether two histograms count as equal, empty buckets aside.
   *
   * @param withHint whether the reset hints must be equal too
   */
  static boolean same(Histogram expected, Histogram got, boolean withHint) {
    Histogram a = FloatHistogram.of(expected).compact().toHistogram();
    Histogram b = FloatHistogram.of(got).compact().toHistogram();
    return a.schema() == b.schema()
        && same(a.count(), b.count())
        && same(a.sum(), b.sum())
        && (!a.hasCustomBuckets() || Arrays.equals(a.customBounds(), b.customBounds()))
        && a.zeroThreshold() == b.zeroThreshold()
        && same(a.zeroCount(), b.zeroCount())
        && a.positiveSpans().equals(b.positiveSpans())
        && same(a.positiveCounts(), b.positiveCounts())
        && a.negativeSpans().equals(b.negativeSpans())
        && same(a.negativeCounts(), b.negativeCounts())
        && (!withHint || a.resetHint() == b.resetHint());
  }

  private static boolean same(double[] a, double[] b) {
    if (a.length != b.length) {
      return false;
    }
    for (int i = 0; i < a.length; i++) {
      if (!same(a[i], b[i])) {
        return false;
      }
    }
    return true;
  }
}
