// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

/** Average and spread of the observations of a native histogram. */
public final class HistogramMoments {

  private HistogramMoments() {}

  /** Returns the mean of the observations. */
  public static double average(FloatHistogram h) {
    return h.sum() / h.count();
  }

  /**
   * Estimates the variance: observations are taken to lie at the middle of their bucket, the
   * geometric one for exponential buckets, the arithmetic one for custom buckets, zero for the zero
   * bucket.
   */
  public static double variance(FloatHistogram h) {
    double mean = average(h);
    double sum = 0;
    double term = 0;
    BucketCursor bucket = new BucketCursor(h);
    for (int i = 0; i < bucket.size(); i++) {
      bucket.moveTo(i);
      if (bucket.count() != 0) {
        double delta = middle(bucket, h.hasCustomBuckets()) - mean;
        double increment = bucket.count() * delta * delta;
        term = Compensation.after(sum, increment, term);
        sum += increment;
      }
    }
    return (sum + term) / h.count();
  }

  /** Estimates the standard deviation. */
  public static double deviation(FloatHistogram h) {
    return Math.sqrt(variance(h));
  }

  private static double middle(BucketCursor bucket, boolean custom) {
    double lower = bucket.lower();
    double upper = bucket.upper();
    if (custom) {
      return (upper + lower) / 2;
    }
    if (lower <= 0 && upper >= 0) {
      return 0;
    }
    double middle = Math.sqrt(upper * lower);
    return upper < 0 ? -middle : middle;
  }
}
