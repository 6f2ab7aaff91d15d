// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.Arrays;

/**
 * A native histogram that can be changed: what aggregations and histogram kernels calculate with.
 * Used by one thread. Methods that change it return nothing, or {@code this} where a chain reads
 * well; the other operand is never changed.
 *
 * <p>A <em>compensated</em> histogram carries the error terms of a Kahan sum for each of its
 * numbers until {@link #settle} adds them.
 */
public final class FloatHistogram {

  /** A merge met a counter reset on one side and its explicit absence on the other. */
  public static final int RESET_COLLISION = 1;

  /** A merge met different custom bounds and kept those that both have. */
  public static final int BOUNDS_RECONCILED = 2;

  /** The histograms cannot be merged, one of them having custom buckets; nothing was changed. */
  public static final int INCOMPATIBLE = 4;

  private static final double[] NO_BOUNDS = {};

  private ResetHint hint;
  private int schema;
  private double zeroThreshold;
  private double zeroCount;
  private double count;
  private double sum;
  private Buckets positive;
  private Buckets negative;
  private double[] bounds;

  private boolean compensated;
  private double zeroTerm;
  private double countTerm;
  private double sumTerm;

  private FloatHistogram(
      ResetHint hint,
      int schema,
      double zeroThreshold,
      double zeroCount,
      double count,
      double sum,
      Buckets positive,
      Buckets negative,
      double[] bounds) {
    this.hint = hint;
    this.schema = schema;
    this.zeroThreshold = zeroThreshold;
    this.zeroCount = zeroCount;
    this.count = count;
    this.sum = sum;
    this.positive = positive;
    this.negative = negative;
    this.bounds = bounds;
  }

  /** Takes a copy of a sample. */
  public static FloatHistogram of(Histogram h) {
    return new FloatHistogram(
        h.resetHint(),
        h.schema(),
        h.zeroThreshold(),
        h.zeroCount(),
        h.count(),
        h.sum(),
        Buckets.of(h.positiveSpans(), h.positiveCounts()),
        Buckets.of(h.negativeSpans(), h.negativeCounts()),
        h.customBounds());
  }

  /** Returns the present state as a sample, without error terms. */
  public Histogram toHistogram() {
    return new Histogram(
        schema,
        false,
        hint,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive.spans(),
        positive.counts(),
        negative.spans(),
        negative.counts(),
        bounds);
  }

  /** Returns an independent copy, error terms included. */
  public FloatHistogram copy() {
    FloatHistogram copy =
        new FloatHistogram(
            hint,
            schema,
            zeroThreshold,
            zeroCount,
            count,
            sum,
            positive.copy(),
            negative.copy(),
            bounds);
    copy.compensated = compensated;
    copy.zeroTerm = zeroTerm;
    copy.countTerm = countTerm;
    copy.sumTerm = sumTerm;
    return copy;
  }

  /** Returns the resolution, or {@link Histogram#CUSTOM_BUCKETS_SCHEMA}. */
  public int schema() {
    return schema;
  }

  /** Returns whether the buckets have custom bounds. */
  public boolean hasCustomBuckets() {
    return schema == Histogram.CUSTOM_BUCKETS_SCHEMA;
  }

  /** Returns what is known about a counter reset. */
  public ResetHint hint() {
    return hint;
  }

  /** Sets what is known about a counter reset. */
  public FloatHistogram setHint(ResetHint newHint) {
    hint = newHint;
    return this;
  }

  /** Returns the count of observations. */
  public double count() {
    return count;
  }

  /** Returns the sum of observations. */
  public double sum() {
    return sum;
  }

  /** Returns the count of the zero bucket. */
  public double zeroCount() {
    return zeroCount;
  }

  /** Returns the width of the zero bucket. */
  public double zeroThreshold() {
    return zeroThreshold;
  }

  /** Returns the upper bounds of custom buckets, without +Inf; not to be changed. */
  public double[] bounds() {
    return bounds;
  }

  Buckets positive() {
    return positive;
  }

  Buckets negative() {
    return negative;
  }

  void setTotals(double newCount, double newSum) {
    count = newCount;
    sum = newSum;
  }

  void setZeroCount(double newZeroCount) {
    zeroCount = newZeroCount;
  }

  /** Multiplies all counts and the sum; a negative factor makes the histogram a gauge. */
  public FloatHistogram multiply(double factor) {
    zeroCount *= factor;
    count *= factor;
    sum *= factor;
    zeroTerm *= factor;
    countTerm *= factor;
    sumTerm *= factor;
    positive.multiply(factor);
    negative.multiply(factor);
    if (factor < 0) {
      hint = ResetHint.GAUGE;
    }
    return this;
  }

  /**
   * Divides all counts and the sum; a negative divisor makes the histogram a gauge, zero removes
   * all buckets.
   */
  public FloatHistogram divide(double divisor) {
    zeroCount /= divisor;
    count /= divisor;
    sum /= divisor;
    zeroTerm /= divisor;
    countTerm /= divisor;
    sumTerm /= divisor;
    if (divisor == 0) {
      positive.clear();
      negative.clear();
      return this;
    }
    positive.divide(divisor);
    negative.divide(divisor);
    if (divisor < 0) {
      hint = ResetHint.GAUGE;
    }
    return this;
  }

  /**
   * Adds another histogram. The lower resolution, the larger zero bucket and the common custom
   * bounds win; the hint becomes what is still known of both.
   *
   * @return the flags {@link #RESET_COLLISION} and {@link #BOUNDS_RECONCILED}, or {@link
   *     #INCOMPATIBLE}
   */
  public int add(FloatHistogram other) {
    return merge(other, false);
  }

  /** Subtracts another histogram; otherwise as {@link #add}. */
  public int subtract(FloatHistogram other) {
    return merge(other, true);
  }

  /** Adds another histogram and carries the error terms of the sums from now on. */
  public int addCompensated(FloatHistogram other) {
    if (hasCustomBuckets() == other.hasCustomBuckets()) {
      compensated = true;
      positive.compensate();
      negative.compensate();
    }
    return merge(other, false);
  }

  /** Adds the error terms to the numbers and carries them no longer. */
  public FloatHistogram settle() {
    if (compensated) {
      compensated = false;
      zeroCount += zeroTerm;
      count += countTerm;
      sum += sumTerm;
      zeroTerm = 0;
      countTerm = 0;
      sumTerm = 0;
      positive.settle();
      negative.settle();
    }
    return this;
  }

  private int merge(FloatHistogram other, boolean subtract) {
    if (hasCustomBuckets() != other.hasCustomBuckets()) {
      return INCOMPATIBLE;
    }
    int flags = mergeHint(other.hint) ? RESET_COLLISION : 0;
    if (!hasCustomBuckets()) {
      mergeZeroBucket(other, subtract);
    }
    double otherCount = subtract ? -other.count : other.count;
    double otherSum = subtract ? -other.sum : other.sum;
    if (compensated) {
      countTerm = Compensation.after(count, otherCount, countTerm);
      sumTerm = Compensation.after(sum, otherSum, sumTerm);
    }
    count += otherCount;
    sum += otherSum;
    if (hasCustomBuckets()) {
      return flags | mergeCustomBuckets(other, subtract);
    }
    Buckets otherPositive = other.positive;
    Buckets otherNegative = other.negative;
    if (other.schema < schema) {
      positive.reduce(schema, other.schema);
      negative.reduce(schema, other.schema);
      schema = other.schema;
    } else if (other.schema > schema) {
      otherPositive = reduced(otherPositive, other.schema);
      otherNegative = reduced(otherNegative, other.schema);
    }
    positive.add(otherPositive, insideZeroBucket(otherPositive), subtract);
    negative.add(otherNegative, insideZeroBucket(otherNegative), subtract);
    return flags;
  }

  private int mergeCustomBuckets(FloatHistogram other, boolean subtract) {
    if (Arrays.equals(bounds, other.bounds)) {
      positive.add(other.positive, 0, subtract);
      return 0;
    }
    double[] common = commonBounds(bounds, other.bounds);
    positive.addMapped(bounds, other.positive, other.bounds, common, subtract);
    bounds = common;
    return BOUNDS_RECONCILED;
  }

  private Buckets reduced(Buckets finer, int finerSchema) {
    Buckets copy = finer.copy();
    if (compensated) {
      copy.compensate();
    }
    copy.reduce(finerSchema, schema);
    return copy;
  }

  /** Counts the buckets of another histogram that have become part of this one's zero bucket. */
  private int insideZeroBucket(Buckets buckets) {
    int n = 0;
    while (n < buckets.size()
        && ExponentialBounds.upper(buckets.index(n), schema) <= zeroThreshold) {
      n++;
    }
    return n;
  }

  /** Returns the custom bounds that both have. */
  static double[] commonBounds(double[] a, double[] b) {
    double[] common = new double[Math.min(a.length, b.length)];
    int n = 0;
    int i = 0;
    int k = 0;
    while (i < a.length && k < b.length) {
      if (a[i] == b[k]) {
        common[n++] = a[i];
        i++;
        k++;
      } else if (a[i] < b[k]) {
        i++;
      } else {
        k++;
      }
    }
    return n == 0 ? NO_BOUNDS : Arrays.copyOf(common, n);
  }

  /** Returns whether the hints contradict each other. */
  private boolean mergeHint(ResetHint other) {
    if (other == hint || hint == ResetHint.GAUGE) {
      return false;
    }
    if (other == ResetHint.GAUGE) {
      hint = ResetHint.GAUGE;
      return false;
    }
    boolean collision = hint != ResetHint.UNKNOWN && other != ResetHint.UNKNOWN;
    hint = ResetHint.UNKNOWN;
    return collision;
  }

  /**
   * Finds a zero bucket that holds those of both, and ends within no populated bucket of either;
   * then adds or subtracts the zero counts.
   */
  private void mergeZeroBucket(FloatHistogram other, boolean subtract) {
    double otherCount = other.zeroCount;
    double otherTerm = 0;
    double otherThreshold = other.zeroThreshold;
    while (otherThreshold != zeroThreshold) {
      if (zeroThreshold > otherThreshold) {
        ZeroBucket widened = ZeroBucket.widened(other, zeroThreshold, false);
        otherCount = widened.count();
        otherThreshold = widened.threshold();
        otherTerm = widened.term();
      }
      if (otherThreshold > zeroThreshold) {
        ZeroBucket widened = ZeroBucket.widened(this, otherThreshold, compensated);
        zeroCount = widened.count();
        zeroThreshold = widened.threshold();
        if (compensated) {
          zeroTerm = widened.term();
        }
        dropBucketsInsideZeroBucket(positive);
        dropBucketsInsideZeroBucket(negative);
      }
    }
    double increment = subtract ? -otherCount : otherCount;
    if (compensated) {
      zeroTerm = Compensation.after(zeroCount, increment, zeroTerm);
      zeroCount += increment;
      double term = subtract ? -otherTerm : otherTerm;
      zeroTerm = Compensation.after(zeroCount, term, zeroTerm);
      zeroCount += term;
    } else {
      zeroCount += increment;
    }
  }

  double zeroTerm() {
    return zeroTerm;
  }

  private void dropBucketsInsideZeroBucket(Buckets side) {
    for (int i = 0; i < side.size(); i++) {
      if (ExponentialBounds.upper(side.index(i) - 1, schema) >= zeroThreshold) {
        break;
      }
      side.setCount(i, 0);
    }
    side.compact(0);
  }

  /**
   * Returns a copy in a coarser schema, without a hint.
   *
   * @param targetSchema at most this histogram's schema; both exponential
   */
  public FloatHistogram copyToSchema(int targetSchema) {
    FloatHistogram copy = copy();
    if (targetSchema != schema) {
      if (hasCustomBuckets() || targetSchema > schema) {
        throw new IllegalArgumentException(
            "cannot bring a histogram of schema " + schema + " to schema " + targetSchema);
      }
      copy.positive.reduce(schema, targetSchema);
      copy.negative.reduce(schema, targetSchema);
      copy.schema = targetSchema;
      copy.hint = ResetHint.UNKNOWN;
    }
    return copy;
  }

  /** Leaves out all empty buckets. */
  public FloatHistogram compact() {
    return compact(0);
  }

  /** Leaves out empty buckets, except that gaps of at most so many buckets are filled. */
  public FloatHistogram compact(int maxEmpty) {
    positive.compact(maxEmpty);
    negative.compact(maxEmpty);
    return this;
  }

  /** Returns whether a count, a bound or the sum is infinite. */
  public boolean hasInfinity() {
    if (Double.isInfinite(zeroCount)
        || Double.isInfinite(count)
        || Double.isInfinite(sum)
        || positive.hasInfinity()
        || negative.hasInfinity()) {
      return true;
    }
    for (double bound : bounds) {
      if (Double.isInfinite(bound)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether both hold the same data, bit by bit, empty buckets included; hints do not
   * matter.
   */
  public boolean sameData(FloatHistogram other) {
    return schema == other.schema
        && sameBits(count, other.count)
        && sameBits(sum, other.sum)
        && zeroThreshold == other.zeroThreshold
        && sameBits(zeroCount, other.zeroCount)
        && (!hasCustomBuckets() || Arrays.equals(bounds, other.bounds))
        && positive.sameAs(other.positive)
        && negative.sameAs(other.negative);
  }

  private static boolean sameBits(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  /** Returns the histogram as Prometheus prints it in results. */
  @Override
  public String toString() {
    return HistogramText.result(this);
  }
}
