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
    int position = 0;
    boolean any = false;
    double bucketCount = 0;
    for (; position < bucket.size(); position++) {
      bucket.moveTo(forward ? position : bucket.size() - 1 - position);
      any = true;
      bucketCount = bucket.count();
      if (bucketCount == 0) {
        continue;
      }
      seen += bucketCount;
      if (seen >= rank) {
        position++;
        break;
      }
    }
    double lower = any ? bucket.lower() : 0;
    double upper = any ? bucket.upper() : 0;
    if (h.hasCustomBuckets()) {
      if (lower == Double.NEGATIVE_INFINITY) {
        if (upper <= 0) {
          return upper;
        }
        lower = 0;
      } else if (upper == Double.POSITIVE_INFINITY) {
        return lower;
      }
    } else if (lower < 0 && upper > 0) {
      // A histogram with observations on one side only has none on the other within the zero
      // bucket.
      if (h.negative().size() == 0 && h.positive().size() > 0) {
        lower = 0;
      } else if (h.positive().size() == 0 && h.negative().size() > 0) {
        upper = 0;
      }
    }
    seen = Math.min(seen, h.count());
    if (seen < rank) {
      if (nanSum) {
        note = Note.NAN_RESULT;
        return Double.NaN;
      }
      return upper;
    }
    double inBucket = forward ? rank - (seen - bucketCount) : seen - rank;
    if (nanSum) {
      noteSkew(h, bucket, position, seen);
    }
    double fraction = inBucket / bucketCount;
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
