// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of a series into its columns. Rows without gaps keep the shared timestamps and
 * window bounds; others are compacted and get bounds of their own. One per thread.
 */
final class ColumnBuilder {

  private static final Histogram[] NO_HISTOGRAMS = new Histogram[0];

  private final Windows windows;

  private long[] sharedTimestamps = new long[0];
  private int rows;
  private long shapes;
  private long sharedShape;
  private final int[] sharedFrom;
  private final int[] sharedTo;

  // Of the last series with gaps; the next one often has the same.
  private long[] floatTimes = new long[0];
  private int floatCount = -1;
  private long floatShape;
  private double[] floatValues = new double[0];
  private long[] floatStarts = new long[0];
  private final int[] floatFrom;
  private final int[] floatTo;

  private long[] histogramTimes = new long[0];
  private Histogram[] histograms = NO_HISTOGRAMS;
  private long[] histogramStarts = new long[0];
  private final int[] histogramFrom;
  private final int[] histogramTo;

  ColumnBuilder(Windows windows) {
    this.windows = windows;
    int steps = windows.grid().count();
    this.sharedFrom = new int[steps];
    this.sharedTo = new int[steps];
    this.floatFrom = new int[steps];
    this.floatTo = new int[steps];
    this.histogramFrom = new int[steps];
    this.histogramTo = new int[steps];
  }

  /** Takes the column of timestamps of the series that follow. */
  void timestamps(long[] timestamps, int count) {
    sharedTimestamps = timestamps;
    rows = count;
    windows.bounds(timestamps, count, sharedFrom, sharedTo);
    sharedShape = ++shapes;
  }

  /** Fills the columns of a series that has floats only. */
  void floats(RangeSeries into, double[] values, long @Nullable [] starts) {
    into.histograms().set(floatTimes, values, NO_HISTOGRAMS, null, 0, floatFrom, floatTo, 0);
    int risen = risen(values);
    if (isDense(values, risen)) {
      into.floats()
          .set(
              sharedTimestamps,
              values,
              NO_HISTOGRAMS,
              starts,
              rows,
              sharedFrom,
              sharedTo,
              sharedShape);
      into.floats().knowRising(risen == rows);
      return;
    }
    compactFloats(into, values, starts);
  }

  /** Returns how many values come before the first that is not at least what the last one was. */
  private int risen(double[] values) {
    double before = Double.NEGATIVE_INFINITY;
    int i = 0;
    while (i < rows && values[i] >= before) {
      before = values[i++];
    }
    return i;
  }

  /** Returns whether there are no gaps from a row on. */
  private boolean isDense(double[] values, int first) {
    for (int i = first; i < rows; i++) {
      double v = values[i];
      if (Double.isNaN(v) && isGap(v)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isGap(double v) {
    long bits = Double.doubleToRawLongBits(v);
    return bits == SpecialValues.ABSENT_BITS || bits == SpecialValues.STALE_BITS;
  }

  private void compactFloats(RangeSeries into, double[] values, long @Nullable [] starts) {
    if (floatTimes.length < rows) {
      floatTimes = new long[rows];
      floatCount = -1;
      floatValues = new double[rows];
      floatStarts = new long[rows];
    }
    int n = 0;
    boolean same = true;
    for (int i = 0; i < rows; i++) {
      double v = values[i];
      if (!Double.isNaN(v) || !isGap(v)) {
        same &= floatTimes[n] == sharedTimestamps[i];
        floatTimes[n] = sharedTimestamps[i];
        floatValues[n] = v;
        if (starts != null) {
          floatStarts[n] = starts[i];
        }
        n++;
      }
    }
    if (!same || n != floatCount) {
      windows.bounds(floatTimes, n, floatFrom, floatTo);
      floatCount = n;
      floatShape = ++shapes;
    }
    into.floats()
        .set(
            floatTimes,
            floatValues,
            NO_HISTOGRAMS,
            starts == null ? null : floatStarts,
            n,
            floatFrom,
            floatTo,
            floatShape);
  }

  /** Fills the columns of a series that may have histograms. */
  void both(
      RangeSeries into,
      double[] values,
      @Nullable Histogram[] rowHistograms,
      long @Nullable [] starts) {
    compactFloats(into, values, starts);
    if (histogramTimes.length < rows) {
      histogramTimes = new long[rows];
      histograms = new Histogram[rows];
      histogramStarts = new long[rows];
    } else {
      Arrays.fill(histograms, null);
    }
    int n = 0;
    for (int i = 0; i < rows; i++) {
      Histogram h = rowHistograms[i];
      if (h != null && !h.isStale()) {
        histogramTimes[n] = sharedTimestamps[i];
        histograms[n] = h;
        if (starts != null) {
          histogramStarts[n] = starts[i];
        }
        n++;
      }
    }
    windows.bounds(histogramTimes, n, histogramFrom, histogramTo);
    into.histograms()
        .set(
            histogramTimes,
            floatValues,
            histograms,
            starts == null ? null : histogramStarts,
            n,
            histogramFrom,
            histogramTo,
            ++shapes);
  }
}
