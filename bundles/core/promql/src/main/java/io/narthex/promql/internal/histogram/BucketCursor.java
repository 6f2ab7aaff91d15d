// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

/**
 * Looks at the buckets of a histogram one at a time, in ascending order: negative ones, the zero
 * bucket when it is populated, positive ones. Buckets that overlap with the zero bucket are shown
 * cut at its threshold. The histogram must not change meanwhile.
 */
final class BucketCursor {

  private final FloatHistogram histogram;
  private final int negatives;
  private final int zeros;
  private final int size;
  private double lower;
  private double upper;
  private double count;
  private boolean lowerInclusive;
  private boolean upperInclusive;
  private boolean zero;

  BucketCursor(FloatHistogram histogram) {
    this.histogram = histogram;
    negatives = histogram.negative().size();
    zeros = histogram.zeroCount() > 0 ? 1 : 0;
    size = negatives + zeros + histogram.positive().size();
  }

  /** Returns how many buckets there are, empty ones included. */
  int size() {
    return size;
  }

  /** Moves to a bucket, 0 being the lowest. */
  void moveTo(int position) {
    zero = false;
    double threshold = histogram.zeroThreshold();
    if (position < negatives) {
      moveToNegative(negatives - 1 - position);
      if (upper < 0 && upper > -threshold) {
        upper = -threshold;
      }
    } else if (position < negatives + zeros) {
      zero = true;
      count = histogram.zeroCount();
      lower = -threshold;
      upper = threshold;
      lowerInclusive = true;
      upperInclusive = true;
    } else {
      moveToPositive(position - negatives - zeros);
      if (lower > 0 && lower < threshold) {
        lower = threshold;
      }
    }
  }

  /** Moves to a positive bucket, 0 being the one next to zero; its bounds are not cut. */
  void moveToPositive(int position) {
    Buckets side = histogram.positive();
    int index = side.index(position);
    count = side.count(position);
    if (histogram.hasCustomBuckets()) {
      double[] bounds = histogram.bounds();
      lower = index == 0 ? Double.NEGATIVE_INFINITY : bounds[index - 1];
      upper = index == bounds.length ? Double.POSITIVE_INFINITY : bounds[index];
      lowerInclusive = index == 0;
      upperInclusive = true;
    } else {
      lower = ExponentialBounds.upper(index - 1, histogram.schema());
      upper = ExponentialBounds.upper(index, histogram.schema());
      lowerInclusive = false;
      upperInclusive = true;
    }
  }

  /** Moves to a negative bucket, 0 being the one next to zero; its bounds are not cut. */
  void moveToNegative(int position) {
    Buckets side = histogram.negative();
    int index = side.index(position);
    count = side.count(position);
    lower = -ExponentialBounds.upper(index, histogram.schema());
    upper = -ExponentialBounds.upper(index - 1, histogram.schema());
    lowerInclusive = true;
    upperInclusive = false;
  }

  double lower() {
    return lower;
  }

  double upper() {
    return upper;
  }

  double count() {
    return count;
  }

  boolean lowerInclusive() {
    return lowerInclusive;
  }

  boolean upperInclusive() {
    return upperInclusive;
  }

  /** Returns whether this is the zero bucket. */
  boolean isZero() {
    return zero;
  }
}
