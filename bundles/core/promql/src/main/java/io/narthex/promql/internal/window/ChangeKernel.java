// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;

/** changes and resets: how often neighbouring samples of a window differ, or fall. */
public final class ChangeKernel extends WindowKernel {

  private final boolean resets;

  // counts[i]: how many of the rows up to i differ from, or fall below, the one before.
  private int[] counts = new int[0];

  /**
   * A kernel.
   *
   * @param resets whether counter resets are counted, rather than changes
   */
  public ChangeKernel(RangeContext context, boolean resets) {
    super(context);
    this.resets = resets;
  }

  /** Counts through the series once; a window of floats is then a difference. */
  @Override
  void begin(RangeSeries in) {
    SampleColumn floats = in.floats();
    if (counts.length < floats.count()) {
      counts = new int[floats.count()];
    }
    for (int i = 1; i < floats.count(); i++) {
      counts[i] = counts[i - 1] + (floatCounts(floats, i) ? 1 : 0);
    }
  }

  @Override
  void window(RangeSeries in, int step, StepSeries out) {
    SampleColumn floats = in.floats();
    SampleColumn histograms = in.histograms();
    if (in.floatsOnly() && context.extension() != Extension.ANCHORED) {
      out.set(step, counts[floats.to()[step] - 1] - counts[floats.from()[step]]);
      return;
    }
    int f = floats.size(step) == 0 ? 0 : floats.from()[step];
    int fEnd = floats.size(step) == 0 ? 0 : floats.to()[step];
    int h = histograms.size(step) == 0 ? 0 : histograms.from()[step];
    int hEnd = histograms.size(step) == 0 ? 0 : histograms.to()[step];
    if (context.extension() == Extension.ANCHORED) {
      long rangeStart = context.rangeStart(step);
      int fIn = firstAfter(floats, f, fEnd, rangeStart);
      int hIn = firstAfter(histograms, h, hEnd, rangeStart);
      if (fIn == fEnd && hIn == hEnd) {
        return;
      }
      // Of what lies before the range, only the newest sample of either kind counts.
      boolean floatBefore = fIn > f;
      boolean histogramBefore = hIn > h;
      boolean floatNewer =
          floatBefore
              && (!histogramBefore
                  || floats.timestamps()[fIn - 1] >= histograms.timestamps()[hIn - 1]);
      f = floatNewer ? fIn - 1 : fIn;
      h = histogramBefore && !floatNewer ? hIn - 1 : hIn;
    }
    out.set(step, count(floats, f, fEnd, histograms, h, hEnd));
  }

  private static int firstAfter(SampleColumn column, int from, int to, long time) {
    int i = from;
    while (i < to && column.timestamps()[i] <= time) {
      i++;
    }
    return i;
  }

  private int count(
      SampleColumn floats, int fFrom, int fEnd, SampleColumn histograms, int hFrom, int hEnd) {
    int n = 0;
    int f = fFrom;
    int h = hFrom;
    boolean any = false;
    boolean previousFloat = false;
    while (f < fEnd || h < hEnd) {
      boolean isFloat =
          h >= hEnd || (f < fEnd && floats.timestamps()[f] < histograms.timestamps()[h]);
      if (any) {
        if (isFloat != previousFloat) {
          n++;
        } else if (isFloat ? floatCounts(floats, f) : histogramCounts(histograms, h)) {
          n++;
        }
      }
      any = true;
      previousFloat = isFloat;
      if (isFloat) {
        f++;
      } else {
        h++;
      }
    }
    return n;
  }

  private boolean floatCounts(SampleColumn floats, int row) {
    double current = floats.values()[row];
    double previous = floats.values()[row - 1];
    if (!resets) {
      return current != previous && !(Double.isNaN(current) && Double.isNaN(previous));
    }
    long[] starts = floats.startTimestamps();
    return current < previous
        || (starts != null && StartTimes.isReset(starts, floats.timestamps(), row - 1, row));
  }

  private boolean histogramCounts(SampleColumn column, int row) {
    if (!resets) {
      return !FloatHistogram.of(column.histogram(row))
          .sameData(FloatHistogram.of(column.histogram(row - 1)));
    }
    long[] starts = column.startTimestamps();
    return (starts != null && StartTimes.isReset(starts, column.timestamps(), row - 1, row))
        || ResetDetection.isReset(column.histogram(row), column.histogram(row - 1));
  }
}
