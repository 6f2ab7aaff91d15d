// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

/**
 * What the zero bucket of a histogram is or would be if it were wider.
 *
 * @param threshold the width
 * @param count the observations in it
 * @param term the error term of the count
 */
record ZeroBucket(double threshold, double count, double term) {

  /**
   * Widens the zero bucket of a histogram with exponential buckets, which is not changed. A width
   * within a populated bucket grows to that bucket's outer bound.
   *
   * @param threshold the width wanted, at least the present one
   * @param withTerms whether the histogram's own error terms are added too
   */
  static ZeroBucket widened(FloatHistogram h, double threshold, boolean withTerms) {
    double term = withTerms ? h.zeroTerm() : 0;
    if (threshold == h.zeroThreshold()) {
      return new ZeroBucket(threshold, h.zeroCount(), term);
    }
    ZeroBucket bucket = new ZeroBucket(threshold, h.zeroCount(), term);
    while (true) {
      ZeroBucket half = bucket.with(h.positive(), h.schema(), withTerms);
      ZeroBucket whole = half.with(h.negative(), h.schema(), withTerms);
      if (whole.threshold == half.threshold) {
        return whole;
      }
      // The negative side made it wider than the positive side was counted for: once more.
      bucket = new ZeroBucket(whole.threshold, h.zeroCount(), term);
    }
  }

  /** Takes in the buckets of one side that begin within this width. */
  private ZeroBucket with(Buckets side, int schema, boolean withTerms) {
    double newThreshold = threshold;
    double newCount = count;
    double newTerm = term;
    for (int i = 0; i < side.size(); i++) {
      if (ExponentialBounds.upper(side.index(i) - 1, schema) >= threshold) {
        break;
      }
      newTerm = Compensation.after(newCount, side.count(i), newTerm);
      newCount += side.count(i);
      if (withTerms) {
        newTerm = Compensation.after(newCount, side.term(i), newTerm);
        newCount += side.term(i);
      }
      double outer = ExponentialBounds.upper(side.index(i), schema);
      if (outer > threshold) {
        newThreshold = side.count(i) == 0 ? threshold : outer;
        break;
      }
    }
    return new ZeroBucket(newThreshold, newCount, newTerm);
  }
}
