// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

/**
 * The operators that cut a histogram at a value: <code>&lt;/</code> keeps the observations below
 * it, <code>&gt;/</code> those above. A bucket that holds the value is divided by interpolation;
 * the sum is estimated anew from the middles of what is left. Used once, by one thread.
 */
public final class HistogramTrim {

  private final FloatHistogram histogram;
  private final double cut;
  private final boolean keepBelow;
  private final BucketCursor bucket;
  private double count;
  private double sum;
  private boolean changed;

  private HistogramTrim(FloatHistogram histogram, double cut, boolean keepBelow) {
    this.histogram = histogram;
    this.cut = cut;
    this.keepBelow = keepBelow;
    bucket = new BucketCursor(histogram);
  }

  /** Keeps the observations below a value; changes the histogram and returns it. */
  public static FloatHistogram below(FloatHistogram histogram, double cut) {
    return new HistogramTrim(histogram, cut, true).run();
  }

  /** Keeps the observations above a value; changes the histogram and returns it. */
  public static FloatHistogram above(FloatHistogram histogram, double cut) {
    return new HistogramTrim(histogram, cut, false).run();
  }

  private FloatHistogram run() {
    boolean hasPositive = side(histogram.positive(), true);
    boolean hasNegative = side(histogram.negative(), false);
    if (histogram.zeroCount() > 0) {
      zeroBucket(hasPositive, hasNegative);
    }
    if (changed) {
      histogram.setTotals(count, sum);
      histogram.compact();
    }
    return histogram;
  }

  /** Trims one side and returns whether it had observations. */
  private boolean side(Buckets side, boolean positive) {
    boolean populated = false;
    for (int i = 0; i < side.size(); i++) {
      if (side.count(i) == 0) {
        continue;
      }
      populated = true;
      if (positive) {
        bucket.moveToPositive(i);
      } else {
        bucket.moveToNegative(i);
      }
      boolean whole = keepBelow ? bucket.upper() <= cut : bucket.lower() >= cut;
      boolean divided = keepBelow ? bucket.lower() < cut : bucket.upper() > cut;
      if (whole) {
        keep(bucket.count(), middle(bucket.lower(), bucket.upper(), positive));
      } else if (divided) {
        double kept = divide(positive);
        if (kept != side.count(i)) {
          side.setCount(i, kept);
          changed = true;
        }
      } else {
        side.setCount(i, 0);
        changed = true;
      }
    }
    return populated;
  }

  private void keep(double observations, double middle) {
    count += observations;
    sum += middle * observations;
  }

  /** Divides the bucket at the cut and returns the count that is kept. */
  private double divide(boolean positive) {
    double lower = bucket.lower();
    double upper = bucket.upper();
    if (lower == Double.NEGATIVE_INFINITY || upper == Double.POSITIVE_INFINITY) {
      return divideEndless(lower, upper);
    }
    double under = bucket.count() * fractionBelow(lower, upper);
    double kept = keepBelow ? under : bucket.count() - under;
    keep(kept, keepBelow ? middle(lower, cut, positive) : middle(cut, upper, positive));
    return kept;
  }

  private double fractionBelow(double lower, double upper) {
    return histogram.hasCustomBuckets()
        ? (cut - lower) / (upper - lower)
        : HistogramFraction.below(cut, lower, upper);
  }

  /**
   * Divides a bucket without a lower or an upper end. How observations lie in it is not known, so
   * it is kept or dropped whole; but the lowest bucket begins at zero when it ends above.
   */
  private double divideEndless(double lower, double upper) {
    double all = bucket.count();
    double kept;
    double middle;
    if (lower != Double.NEGATIVE_INFINITY) {
      kept = keepBelow || cut < lower ? 0 : all;
      middle = keepBelow || cut < lower ? finite(lower) : cut;
    } else if (keepBelow) {
      if (cut > 0 && upper > 0 && upper != Double.POSITIVE_INFINITY) {
        kept = all * cut / upper;
        middle = cut / 2;
      } else {
        kept = upper <= 0 ? all : 0;
        middle = upper <= 0 ? cut : finite(upper);
      }
    } else if (cut == Double.NEGATIVE_INFINITY) {
      kept = all;
      middle = 0;
    } else if (cut >= 0 && upper > cut && upper != Double.POSITIVE_INFINITY) {
      kept = all * (1 - cut / upper);
      middle = (cut + upper) / 2;
    } else {
      kept = 0;
      middle = finite(upper);
    }
    keep(kept, middle);
    return kept;
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? 0 : value;
  }

  /** Returns where the observations of an interval lie on average. */
  private double middle(double lower, double upper, boolean positive) {
    if (Double.isInfinite(lower)) {
      if (Double.isInfinite(upper)) {
        return 0;
      }
      return upper > 0 ? upper / 2 : upper;
    }
    if (Double.isInfinite(upper)) {
      return lower;
    }
    if (histogram.hasCustomBuckets()) {
      return (lower + upper) / 2;
    }
    double geometric = Math.sqrt(Math.abs(lower * upper));
    return positive ? geometric : -geometric;
  }

  private void zeroBucket(boolean hasPositive, boolean hasNegative) {
    double lower = hasPositive && !hasNegative ? 0 : -histogram.zeroThreshold();
    double upper = hasNegative && !hasPositive ? 0 : histogram.zeroThreshold();
    double all = histogram.zeroCount();
    double kept;
    double middle;
    if (cut <= lower || cut >= upper) {
      boolean whole = cut <= lower ? !keepBelow : keepBelow;
      kept = whole ? all : 0;
      middle = whole ? (lower + upper) / 2 : 0;
    } else if (keepBelow) {
      kept = all * ((cut - lower) / (upper - lower));
      middle = (lower + cut) / 2;
    } else {
      kept = all * ((upper - cut) / (upper - lower));
      middle = (cut + upper) / 2;
    }
    if (kept != all) {
      histogram.setZeroCount(kept);
      changed = true;
    }
    keep(kept, middle);
  }
}
