// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

/**
 * Estimates which fraction of the observations of a native histogram lies between two values: the
 * inverse of {@link HistogramQuantile}, with the same assumptions within a bucket. Can be used
 * again and again by one thread; {@link #nansLeftOut} speaks of the last estimate.
 */
public final class HistogramFraction {

  private boolean nansLeftOut;

  /** Returns whether observations of NaN were in no bucket at the last estimate. */
  public boolean nansLeftOut() {
    return nansLeftOut;
  }

  /** Estimates the fraction from {@code lower} to {@code upper}; NaN without observations. */
  public double estimate(double lower, double upper, FloatHistogram h) {
    nansLeftOut = false;
    if (h.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return Double.NaN;
    }
    if (lower >= upper) {
      return 0;
    }
    BucketCursor bucket = new BucketCursor(h);
    double inBuckets = 0;
    for (int i = 0; i < bucket.size(); i++) {
      bucket.moveTo(i);
      inBuckets += bucket.count();
    }
    double count = h.count();
    if (Double.isNaN(h.sum())) {
      nansLeftOut = inBuckets < count;
      count = inBuckets;
    }
    double lowerRank = Math.min(rank(lower, h, bucket, count), count);
    double upperRank = Math.min(rank(upper, h, bucket, count), count);
    return (upperRank - lowerRank) / h.count();
  }

  /** Returns how many observations lie below a value. */
  private static double rank(double value, FloatHistogram h, BucketCursor bucket, double count) {
    double rank = 0;
    for (int i = 0; i < bucket.size(); i++) {
      bucket.moveTo(i);
      double lower = bucket.lower();
      double upper = bucket.upper();
      boolean aroundZero = lower <= 0 && upper >= 0;
      if (aroundZero && h.negative().size() == 0 && h.positive().size() > 0) {
        lower = 0;
      } else if (aroundZero && h.positive().size() == 0 && h.negative().size() > 0) {
        upper = 0;
      }
      if (lower >= value) {
        return rank;
      }
      if (upper > value) {
        if (!h.hasCustomBuckets() && !aroundZero) {
          return rank + bucket.count() * below(value, lower, upper);
        }
        // Nothing can be said of the inside of a bucket without a lower end.
        return lower == Double.NEGATIVE_INFINITY
            ? bucket.count()
            : rank + bucket.count() * ((value - lower) / (upper - lower));
      }
      rank += bucket.count();
    }
    return count;
  }

  /** Returns the part of an exponential bucket below a value within it. */
  static double below(double value, double lower, double upper) {
    double logLower = HistogramQuantile.log2(Math.abs(lower));
    double logUpper = HistogramQuantile.log2(Math.abs(upper));
    double logValue = HistogramQuantile.log2(Math.abs(value));
    return value > 0
        ? (logValue - logLower) / (logUpper - logLower)
        : 1 - (logValue - logUpper) / (logLower - logUpper);
  }
}
