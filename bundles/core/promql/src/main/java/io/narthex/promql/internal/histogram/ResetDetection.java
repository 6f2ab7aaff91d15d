// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.Arrays;

/** Finds out whether a counter histogram was reset between two samples. */
public final class ResetDetection {

  private ResetDetection() {}

  /**
   * Returns whether the counter behind two consecutive samples was reset between them. The hint of
   * the current one decides when it says anything; else a count, in any bucket or in all, that went
   * down, or a layout that can only come with a restart.
   */
  public static boolean isReset(Histogram current, Histogram previous) {
    return switch (current.resetHint()) {
      case RESET -> true;
      case NOT_RESET -> false;
      case UNKNOWN, GAUGE ->
          current.count() < previous.count()
              || countsWentDown(FloatHistogram.of(current), FloatHistogram.of(previous));
    };
  }

  /** As {@link #isReset(Histogram, Histogram)}. */
  public static boolean isReset(FloatHistogram current, FloatHistogram previous) {
    ResetHint hint = current.hint();
    if (hint == ResetHint.RESET || hint == ResetHint.NOT_RESET) {
      return hint == ResetHint.RESET;
    }
    return current.count() < previous.count() || countsWentDown(current, previous);
  }

  private static boolean countsWentDown(FloatHistogram current, FloatHistogram previous) {
    if (current.hasCustomBuckets()) {
      if (!previous.hasCustomBuckets()) {
        return true;
      }
      return Arrays.equals(current.bounds(), previous.bounds())
          ? bucketsWentDown(current.positive(), previous.positive(), 0)
          : customBucketsWentDown(current, previous);
    }
    if (previous.hasCustomBuckets()
        || current.schema() > previous.schema()
        || current.zeroThreshold() < previous.zeroThreshold()) {
      return true;
    }
    ZeroBucket zero = ZeroBucket.widened(previous, current.zeroThreshold(), false);
    if (zero.threshold() != current.zeroThreshold() || current.zeroCount() < zero.count()) {
      return true;
    }
    FloatHistogram coarse = previous;
    if (current.schema() < previous.schema()) {
      coarse = previous.copyToSchema(current.schema());
    }
    return bucketsWentDown(
            current.positive(), coarse.positive(), inside(coarse.positive(), current))
        || bucketsWentDown(
            current.negative(), coarse.negative(), inside(coarse.negative(), current));
  }

  /** Returns how many of the buckets lie within the zero bucket of the current histogram. */
  private static int inside(Buckets buckets, FloatHistogram current) {
    int from = 0;
    while (from < buckets.size()
        && ExponentialBounds.upper(buckets.index(from), current.schema())
            <= current.zeroThreshold()) {
      from++;
    }
    return from;
  }

  private static boolean bucketsWentDown(Buckets current, Buckets previous, int from) {
    int c = 0;
    for (int p = from; p < previous.size(); p++) {
      while (c < current.size() && current.index(c) < previous.index(p)) {
        c++;
      }
      boolean present = c < current.size() && current.index(c) == previous.index(p);
      if (present ? current.count(c) < previous.count(p) : previous.count(p) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Compares what lies between the bounds that both have. */
  private static boolean customBucketsWentDown(FloatHistogram current, FloatHistogram previous) {
    double[] common = FloatHistogram.commonBounds(current.bounds(), previous.bounds());
    double[] currentSums = sums(current, common);
    double[] previousSums = sums(previous, common);
    for (int i = 0; i < currentSums.length; i++) {
      if (currentSums[i] < previousSums[i]) {
        return true;
      }
    }
    return false;
  }

  private static double[] sums(FloatHistogram h, double[] common) {
    double[] sums = new double[common.length + 1];
    Buckets buckets = h.positive();
    int target = 0;
    for (int i = 0; i < buckets.size(); i++) {
      int index = buckets.index(i);
      double upper = index < h.bounds().length ? h.bounds()[index] : Double.POSITIVE_INFINITY;
      while (target < common.length && common[target] < upper) {
        target++;
      }
      sums[target] += buckets.count(i);
    }
    return sums;
  }
}
