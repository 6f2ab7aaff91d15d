// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.measure;

import java.util.Arrays;

/** Count, sum, and the last values for quantiles. Safe for several threads. */
public final class RecentValues {

  /** The upper bounds of the histogram, in seconds, as upstream has them; the last is infinite. */
  public static final double[] BOUNDS = {0.01, 0.1, 1, 10, Double.POSITIVE_INFINITY};

  private static final int KEPT = 1024;

  private final double[] ring = new double[KEPT];
  private final long[] buckets = new long[BOUNDS.length];
  private long count;
  private double sum;

  /**
   * A look at the values.
   *
   * @param count how many there were
   * @param sum their sum
   * @param sorted the last of them, ascending
   * @param buckets how many there were up to each bound and above the one before
   */
  public record View(long count, double sum, double[] sorted, long[] buckets) {

    /** Returns the value that a share of them does not exceed; NaN when there is none. */
    public double quantile(double q) {
      return sorted.length == 0
          ? Double.NaN
          : sorted[(int) Math.min(sorted.length - 1L, Math.round(q * (sorted.length - 1)))];
    }
  }

  /** Adds a value. */
  public synchronized void add(double value) {
    ring[(int) (count % KEPT)] = value;
    count++;
    sum += value;
    int bucket = 0;
    while (value > BOUNDS[bucket]) {
      bucket++;
    }
    buckets[bucket]++;
  }

  /** Returns what was added so far. */
  public synchronized View view() {
    double[] values = Arrays.copyOf(ring, (int) Math.min(count, KEPT));
    Arrays.sort(values);
    return new View(count, sum, values, buckets.clone());
  }
}
