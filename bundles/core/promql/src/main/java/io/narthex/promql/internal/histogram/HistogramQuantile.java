// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

/**
 * Estimates quantiles of native histograms. Within a bucket observations are taken as evenly
 * spread: linearly for custom buckets and the zero bucket, on a logarithmic scale for exponential
 * ones. Can be used again and again by one thread; {@link #note} speaks of the last estimate.
 */
public final class HistogramQuantile {

  /** What a user should know of an estimate. */
  public enum Note {
    NONE,
    /** Observations of NaN were taken as higher than all others. */
    NAN_SKEW,
    /** The quantile lies among observations of NaN. */
    NAN_RESULT
  }

  private Note note = Note.NONE;

  /** Returns what is to be said of the last estimate. */
  public Note note() {
    return note;
  }

  /**
   * Estimates a quantile.
   *
   * @param q from 0 to 1; below gives -Inf, above +Inf, NaN gives NaN
   * @param h the histogram; without observations the answer is NaN
   */
  public double estimate(double q, FloatHistogram h) {
    note = Note.NONE;
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (h.count() == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    boolean nanSum = Double.isNaN(h.sum());
    // From the end that is nearer, so that fewer counts are added up; NaNs count beyond the highest
    // bucket, so with them the lower end is the only fixed one.
    boolean forward = nanSum || q < 0.5;
    double rank = forward ? q * h.count() : (1 - q) * h.count();
    BucketCursor bucket = new BucketCursor(h);
    double seen = 0;
    double inBucket = 0;
    int visited = 0;
    while (visited < bucket.size() && (inBucket == 0 || seen < rank)) {
      bucket.moveTo(forward ? visited : bucket.size() - 1 - visited);
      visited++;
      inBucket = bucket.count();
      seen += inBucket;
    }
    double lower = lower(h, bucket);
    double upper = upper(h, bucket);
    if (h.hasCustomBuckets() && visited > 0) {
      if (bucket.lower() == Double.NEGATIVE_INFINITY && upper <= 0) {
        return upper;
      }
      if (bucket.lower() != Double.NEGATIVE_INFINITY && upper == Double.POSITIVE_INFINITY) {
        return lower;
      }
    }
    seen = Math.min(seen, h.count());
    if (seen < rank) {
      note = nanSum ? Note.NAN_RESULT : Note.NONE;
      return nanSum ? Double.NaN : upper;
    }
    double into = forward ? rank - (seen - inBucket) : seen - rank;
    if (nanSum) {
      noteSkew(h, bucket, visited, seen);
    }
    if (nanSum && visited < bucket.size()) {
      // The bucket that upstream looked at last; its answer is by that one's bounds.
      return interpolated(h, bucket.lower(), bucket.upper(), into / bucket.count());
    }
    return interpolated(h, lower, upper, into / inBucket);
  }

  /** Returns where observations in a bucket begin: at zero when there are none below. */
  private static double lower(FloatHistogram h, BucketCursor bucket) {
    double lower = bucket.lower();
    if (h.hasCustomBuckets()) {
      return lower == Double.NEGATIVE_INFINITY ? 0 : lower;
    }
    boolean onlyPositive = h.negative().size() == 0 && h.positive().size() > 0;
    return lower < 0 && bucket.upper() > 0 && onlyPositive ? 0 : lower;
  }

  /** Returns where observations in a bucket end: at zero when there are none above. */
  private static double upper(FloatHistogram h, BucketCursor bucket) {
    double upper = bucket.upper();
    boolean onlyNegative = h.positive().size() == 0 && h.negative().size() > 0;
    return bucket.lower() < 0 && upper > 0 && onlyNegative ? 0 : upper;
  }

  private static double interpolated(
      FloatHistogram h, double lower, double upper, double fraction) {
    if (h.hasCustomBuckets() || (lower <= 0 && upper >= 0)) {
      return lower + (upper - lower) * fraction;
    }
    double logLower = log2(Math.abs(lower));
    double logUpper = log2(Math.abs(upper));
    return lower > 0
        ? Math.pow(2, logLower + (logUpper - logLower) * fraction)
        : -Math.pow(2, logUpper + (logLower - logUpper) * (1 - fraction));
  }

  /** Counts the rest: when the buckets hold less than the total, there were observations of NaN. */
  private void noteSkew(FloatHistogram h, BucketCursor bucket, int position, double seen) {
    double all = seen;
    for (int i = position; i < bucket.size(); i++) {
      bucket.moveTo(i);
      all += bucket.count();
    }
    if (all < h.count()) {
      note = Note.NAN_SKEW;
    }
  }

  /** The binary logarithm, exact for powers of two. */
  static double log2(double value) {
    int exponent = Math.getExponent(value);
    if (exponent >= Double.MIN_EXPONENT && exponent <= Double.MAX_EXPONENT) {
      double fraction = Math.scalb(value, -exponent);
      return fraction == 1 ? exponent : exponent + Math.log(fraction) / Math.log(2);
    }
    return Math.log(value) / Math.log(2);
  }
}
