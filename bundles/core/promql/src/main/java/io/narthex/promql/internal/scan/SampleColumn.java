// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.internal.execution.HistogramSize;
import io.narthex.spi.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one kind that a series has, without gaps and stale markers, and the rows of each
 * step's window. Reused from series to series; the arrays may be longer than what counts.
 */
public final class SampleColumn {

  private long[] timestamps = new long[0];
  private double[] values = new double[0];
  private @Nullable Histogram[] histograms = new Histogram[0];
  private long @Nullable [] startTimestamps;
  private int[] from = new int[0];
  private int[] to = new int[0];
  private int count;
  private long[] weights = new long[0];
  private long shape;
  private boolean rising;

  /**
   * Replaces the content.
   *
   * @param newTimestamps ascending
   * @param newShape tells timestamps and windows apart from others that this column had
   */
  public void set(
      long[] newTimestamps,
      double[] newValues,
      @Nullable Histogram[] newHistograms,
      long @Nullable [] newStartTimestamps,
      int newCount,
      int[] newFrom,
      int[] newTo,
      long newShape) {
    this.timestamps = newTimestamps;
    this.values = newValues;
    this.histograms = newHistograms;
    this.startTimestamps = newStartTimestamps;
    this.count = newCount;
    this.from = newFrom;
    this.to = newTo;
    this.shape = newShape;
    this.rising = false;
  }

  /** Says whether it is known that no float is less than the one before, nor NaN. */
  void knowRising(boolean known) {
    rising = known;
  }

  /** Returns whether it is known that no float is less than the one before, nor NaN. */
  public boolean isRising() {
    return rising;
  }

  /**
   * Returns a number that stays the same as long as timestamps and windows do, which series of one
   * target share, so that what depends on nothing else is computed once for all of them.
   */
  public long shape() {
    return shape;
  }

  /** Returns when the samples were taken, ascending. */
  public long[] timestamps() {
    return timestamps;
  }

  /** Returns the values of a column of floats. */
  public double[] values() {
    return values;
  }

  /** Returns a histogram of a column of histograms. */
  public Histogram histogram(int row) {
    Histogram h = histograms[row];
    if (h == null) {
      throw new IllegalStateException("row " + row + " of a compacted column is empty");
    }
    return h;
  }

  /** Returns when counting began for each sample, or null when that is not known. */
  public long @Nullable [] startTimestamps() {
    return startTimestamps;
  }

  /** Returns how many samples there are. */
  public int count() {
    return count;
  }

  /** Returns, for each step, the first row of its window. */
  public int[] from() {
    return from;
  }

  /** Returns, for each step, the row behind its window. */
  public int[] to() {
    return to;
  }

  /** Returns how many samples a step's window has. */
  public int size(int step) {
    return count == 0 ? 0 : to[step] - from[step];
  }

  /** Computes what the histograms weigh, for {@link #weight}. */
  void weigh() {
    if (count == 0) {
      return;
    }
    if (weights.length <= count) {
      weights = new long[count + 1];
    }
    for (int i = 0; i < count; i++) {
      weights[i + 1] = weights[i] + HistogramSize.samples(histogram(i));
    }
  }

  /** Returns as how many samples the histograms in a step's window count. */
  long weight(int step) {
    return count == 0 ? 0 : weights[to[step]] - weights[from[step]];
  }

  /** Returns as how many samples those count that the window before has not. */
  long addedWeight(int step) {
    if (count == 0) {
      return 0;
    }
    int first = step == 0 ? from[0] : Math.max(from[step], Math.min(to[step], to[step - 1]));
    return weights[to[step]] - weights[first];
  }

  /** Returns how many samples a step's window has that the window before has not. */
  public int added(int step) {
    if (count == 0) {
      return 0;
    }
    return step == 0 ? to[0] - from[0] : to[step] - Math.max(from[step], to[step - 1]);
  }
}
