// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The cumulative buckets of one classic histogram at one time. Filled with {@link #add}, asked, and
 * used again after {@link #clear}, by one thread.
 *
 * <p>Counts that do not rise with the bounds, which scrapes that are not atomic and distributed
 * aggregations bring about, are raised to the count before; differences too small to be anything
 * but rounding are levelled without a word.
 *
 * <p>Of buckets with the same bound an estimate puts the sum in front and leaves behind what stood
 * behind. Upstream's next estimate from the same buckets counts that again, and so does this one.
 */
public final class ClassicBuckets {

  /** Relative differences below this are rounding. */
  private static final double ROUNDING = 1e-12;

  private int given;
  private int size;
  private double[] uppers = new double[16];
  private double[] counts = new double[16];
  private boolean sorted = true;
  private boolean levelled;
  private boolean forced;
  private double lowestForced;
  private double highestForced;
  private double largestDrop;

  /** Starts empty. */
  public ClassicBuckets() {}

  /** Forgets all buckets. */
  public void clear() {
    given = 0;
    size = 0;
    sorted = true;
    levelled = false;
    forced = false;
  }

  /** Returns whether there is no bucket. */
  public boolean isEmpty() {
    return given == 0;
  }

  /**
   * Adds a bucket; cheapest in order of the bounds.
   *
   * @param upper its upper bound, not NaN
   * @param count how many observations are at most that
   */
  public void add(double upper, double count) {
    if (given == uppers.length) {
      uppers = Arrays.copyOf(uppers, 2 * given);
      counts = Arrays.copyOf(counts, 2 * given);
    }
    sorted &= given == 0 || uppers[given - 1] < upper;
    uppers[given] = upper;
    counts[given++] = count;
    size = given;
    levelled = false;
  }

  /**
   * Estimates a quantile, linearly within a bucket, from 0 in the lowest one.
   *
   * @param q from 0 to 1; below gives -Inf, above +Inf, NaN gives NaN
   * @return NaN without observations, with fewer than two buckets, or when the highest bucket is
   *     not +Inf
   */
  public double quantile(double q) {
    if (Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (given == 0) {
      return Double.NaN;
    }
    sort();
    if (uppers[size - 1] != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    level();
    double observations = counts[size - 1];
    if (size < 2 || observations == 0) {
      return Double.NaN;
    }
    double rank = q * observations;
    int bucket = firstAtLeast(rank);
    if (bucket == size - 1) {
      return uppers[size - 2];
    }
    if (bucket == 0) {
      return uppers[0] <= 0 ? uppers[0] : uppers[0] * (rank / counts[0]);
    }
    double start = uppers[bucket - 1];
    double count = counts[bucket] - counts[bucket - 1];
    return start + (uppers[bucket] - start) * ((rank - counts[bucket - 1]) / count);
  }

  /** Searches as Go does, which decides for counts that are NaN too. */
  private int firstAtLeast(double rank) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (counts[middle] >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Estimates which fraction of the observations lies between two values. */
  public double fraction(double lower, double upper) {
    if (given == 0) {
      return Double.NaN;
    }
    sort();
    if (uppers[size - 1] != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double count = counts[size - 1];
    if (count == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return Double.NaN;
    }
    if (lower >= upper) {
      return 0;
    }
    return (Math.min(rank(upper), count) - Math.min(rank(lower), count)) / count;
  }

  /** Returns how many observations lie below a value. */
  private double rank(double value) {
    double rank = 0;
    double lower = uppers[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < size; i++) {
      if (lower >= value) {
        return rank;
      }
      if (uppers[i] > value) {
        return lower == Double.NEGATIVE_INFINITY
            ? counts[i]
            : rank + (counts[i] - rank) * (value - lower) / (uppers[i] - lower);
      }
      rank = counts[i];
      lower = uppers[i];
    }
    return counts[size - 1];
  }

  /** Returns whether counts that fell by more than rounding were raised for a quantile. */
  public boolean forced() {
    return forced;
  }

  /** Returns the lowest bound at which a count was raised; meaningful when {@link #forced}. */
  public double lowestForced() {
    return lowestForced;
  }

  /** Returns the highest bound at which a count was raised; meaningful when {@link #forced}. */
  public double highestForced() {
    return highestForced;
  }

  /** Returns by how much a count was raised at most; meaningful when {@link #forced}. */
  public double largestDrop() {
    return largestDrop;
  }

  /** Sorts by bound and adds up buckets of the same bound. */
  private void sort() {
    if (sorted) {
      return;
    }
    Integer[] order = new Integer[given];
    Arrays.setAll(order, i -> i);
    double[] bounds = uppers;
    Arrays.sort(order, Comparator.comparingDouble(i -> bounds[i]));
    double[] newUppers = new double[uppers.length];
    double[] newCounts = new double[counts.length];
    for (int i = 0; i < given; i++) {
      newUppers[i] = uppers[order[i]];
      newCounts[i] = counts[order[i]];
    }
    uppers = newUppers;
    counts = newCounts;
    int last = 0;
    for (int i = 1; i < given; i++) {
      if (uppers[last] == uppers[i]) {
        counts[last] += counts[i];
      } else {
        last++;
        uppers[last] = uppers[i];
        counts[last] = counts[i];
      }
    }
    size = last + 1;
    sorted = size == given;
    levelled = false;
  }

  private void level() {
    if (levelled) {
      return;
    }
    levelled = true;
    forced = false;
    lowestForced = Double.POSITIVE_INFINITY;
    highestForced = Double.NEGATIVE_INFINITY;
    largestDrop = 0;
    double before = counts[0];
    for (int i = 1; i < size; i++) {
      double count = counts[i];
      if (count == before) {
        continue;
      }
      if (Nearly.equal(before, count, ROUNDING)) {
        counts[i] = before;
      } else if (count < before) {
        counts[i] = before;
        forced = true;
        lowestForced = Math.min(lowestForced, uppers[i]);
        highestForced = Math.max(highestForced, uppers[i]);
        largestDrop = Math.max(largestDrop, before - count);
      } else {
        before = count;
      }
    }
  }
}
