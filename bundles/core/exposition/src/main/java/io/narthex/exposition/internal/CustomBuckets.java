// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of a classic histogram and makes a native one with custom buckets of them, as
 * far as they fit together. Not safe for several threads.
 */
public final class CustomBuckets {

  private double[] bounds = new double[16];
  private double[] counts = new double[16];
  private int size;
  private double count;
  private boolean hasCount;
  private double sum;
  private @Nullable String fault;

  /** Forgets what was collected. */
  public void clear() {
    size = 0;
    count = 0;
    hasCount = false;
    sum = 0;
    fault = null;
  }

  /**
   * Takes a bucket: how many observations are at most its bound. One that is known is passed over.
   */
  public void bucket(double bound, double cumulative) {
    if (Double.isNaN(bound)) {
      fail("a bucket's upper bound is NaN");
      return;
    }
    if (cumulative < 0) {
      fail("the bucket with the upper bound %s has a negative count".formatted(bound));
      return;
    }
    int at = size;
    while (at > 0 && bounds[at - 1] >= bound) {
      at--;
    }
    if (at < size && bounds[at] == bound) {
      return;
    }
    if ((at > 0 && cumulative < counts[at - 1]) || (at < size && cumulative > counts[at])) {
      fail("the counts of buckets do not grow with their bounds");
      return;
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    System.arraycopy(bounds, at, bounds, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    bounds[at] = bound;
    counts[at] = cumulative;
    size++;
  }

  /** Takes the count of all observations. */
  public void count(double value) {
    if (value < 0) {
      fail("the count is negative");
      return;
    }
    count = value;
    hasCount = true;
  }

  /** Takes the sum of all observations. */
  public void sum(double value) {
    sum = value;
  }

  private void fail(String problem) {
    if (fault == null) {
      fault = problem;
    }
  }

  /** Returns why no histogram can be made of what was collected, or null. */
  public @Nullable String fault() {
    return fault;
  }

  /** Makes the histogram, or returns null, with a {@link #fault}, when the parts do not fit. */
  public @Nullable Histogram histogram(boolean gauge) {
    if (fault != null) {
      return null;
    }
    double total = hasCount || size == 0 ? count : counts[size - 1];
    if (size == 0 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
      bucket(Double.POSITIVE_INFINITY, total);
      if (fault != null) {
        return null;
      }
    }
    if (counts[size - 1] != total) {
      fail("the count differs from the bucket for all observations");
      return null;
    }
    boolean integer = isWhole(total);
    double[] absolute = new double[size];
    double before = 0;
    for (int i = 0; i < size; i++) {
      integer &= isWhole(counts[i]);
      absolute[i] = counts[i] - before;
      before = counts[i];
    }
    Buckets buckets = Buckets.compact(List.of(new BucketSpan(0, size)), absolute, integer ? 2 : 0);
    return new Histogram(
        Histogram.CUSTOM_BUCKETS_SCHEMA,
        integer,
        gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN,
        0,
        0,
        total,
        sum,
        buckets.spans(),
        buckets.counts(),
        List.of(),
        new double[0],
        Arrays.copyOf(bounds, size - 1));
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) < 0x1p63;
  }
}
