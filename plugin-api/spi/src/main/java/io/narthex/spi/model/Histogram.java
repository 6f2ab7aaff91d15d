// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A native histogram, with exponential buckets (schema -4 to 8) or custom ones (schema -53).
 *
 * <p>Counts are absolute (not deltas) and are held as doubles; a histogram that was exposed with
 * integer counts says so by {@link #integer}, and its counts are whole numbers. The arrays are not
 * copied: whoever makes a histogram hands them over, whoever reads one leaves them alone.
 *
 * @param schema resolution of exponential buckets, or {@link #CUSTOM_BUCKETS_SCHEMA}
 * @param integer whether the source counted in integers
 * @param resetHint what the source knows about counter resets
 * @param zeroThreshold the width of the zero bucket
 * @param zeroCount the observations in the zero bucket
 * @param count all observations; the stale marker when {@link #sum} is one
 * @param sum the sum of observations; a {@link SpecialValues#STALE} sum marks a stale histogram
 * @param positiveSpans where the positive buckets lie
 * @param positiveCounts one count a positive bucket, in the order of the spans
 * @param negativeSpans where the negative buckets lie
 * @param negativeCounts one count a negative bucket, in the order of the spans
 * @param customBounds the upper bounds of custom buckets, ascending, without +Inf; empty for
 *     exponential ones
 */
public record Histogram(
    int schema,
    boolean integer,
    ResetHint resetHint,
    double zeroThreshold,
    double zeroCount,
    double count,
    double sum,
    List<BucketSpan> positiveSpans,
    double[] positiveCounts,
    List<BucketSpan> negativeSpans,
    double[] negativeCounts,
    double[] customBounds) {

  /** The schema number of histograms with custom bucket bounds. */
  public static final int CUSTOM_BUCKETS_SCHEMA = -53;

  /**
   * What is known about a counter reset between the previous histogram of the series and this one.
   */
  public enum ResetHint {
    UNKNOWN,
    RESET,
    NOT_RESET,
    GAUGE
  }

  public Histogram {
    Objects.requireNonNull(resetHint, "resetHint");
    positiveSpans = List.copyOf(positiveSpans);
    negativeSpans = List.copyOf(negativeSpans);
    checkBuckets("positive", positiveSpans, positiveCounts);
    checkBuckets("negative", negativeSpans, negativeCounts);
  }

  private static void checkBuckets(String side, List<BucketSpan> spans, double[] counts) {
    int buckets = 0;
    for (BucketSpan span : spans) {
      buckets += span.length();
    }
    if (buckets != counts.length) {
      throw new IllegalArgumentException(
          side + " spans hold " + buckets + " buckets, but there are " + counts.length + " counts");
    }
  }

  /** Returns whether the buckets have custom bounds. */
  public boolean hasCustomBuckets() {
    return schema == CUSTOM_BUCKETS_SCHEMA;
  }

  /** Returns whether this is the staleness marker of a histogram series. */
  public boolean isStale() {
    return SpecialValues.isStale(sum);
  }

  /** Compares bit by bit: NaN equals the same NaN. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Histogram h
        && schema == h.schema
        && integer == h.integer
        && resetHint == h.resetHint
        && same(zeroThreshold, h.zeroThreshold)
        && same(zeroCount, h.zeroCount)
        && same(count, h.count)
        && same(sum, h.sum)
        && positiveSpans.equals(h.positiveSpans)
        && negativeSpans.equals(h.negativeSpans)
        && Arrays.equals(positiveCounts, h.positiveCounts)
        && Arrays.equals(negativeCounts, h.negativeCounts)
        && Arrays.equals(customBounds, h.customBounds);
  }

  private static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        schema,
        Double.doubleToRawLongBits(count),
        Double.doubleToRawLongBits(sum),
        positiveSpans,
        negativeSpans,
        Arrays.hashCode(positiveCounts),
        Arrays.hashCode(negativeCounts),
        Arrays.hashCode(customBounds));
  }

  @Override
  public String toString() {
    return "Histogram[schema="
        + schema
        + ", count="
        + count
        + ", sum="
        + sum
        + ", zero="
        + zeroCount
        + ", positive="
        + positiveSpans
        + Arrays.toString(positiveCounts)
        + ", negative="
        + negativeSpans
        + Arrays.toString(negativeCounts)
        + ", bounds="
        + Arrays.toString(customBounds)
        + ", hint="
        + resetHint
        + "]";
  }
}
