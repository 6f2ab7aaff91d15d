// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.spi.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The histogram samples of one series, prepared for functions over sliding windows: each sample is
 * converted once, and each pair of neighbours is looked at for a counter reset once, however many
 * windows it is in. Used by one thread.
 */
public final class HistogramSeries {

  private static final byte UNKNOWN = 0;
  private static final byte NO = 1;
  private static final byte YES = 2;

  private final long[] times;
  private final Histogram[] histograms;
  private final long @Nullable [] starts;
  private final @Nullable FloatHistogram[] converted;
  private final byte[] resets;

  /**
   * Takes the samples; the arrays are not copied.
   *
   * @param times their timestamps, ascending, in milliseconds
   * @param histograms the samples, as many; none is null
   * @param starts their start timestamps, 0 for unknown, or null when they are not to be used
   */
  public HistogramSeries(long[] times, Histogram[] histograms, long @Nullable [] starts) {
    this.times = times;
    this.histograms = histograms;
    this.starts = starts;
    converted = new FloatHistogram[histograms.length];
    resets = new byte[histograms.length];
  }

  /** Returns how many samples there are. */
  public int size() {
    return histograms.length;
  }

  /** Returns the timestamp of a sample. */
  public long time(int position) {
    return times[position];
  }

  /** Returns the start timestamp of a sample, or 0. */
  public long start(int position) {
    return starts == null ? 0 : starts[position];
  }

  /** Returns a sample; it is not to be changed. */
  public FloatHistogram at(int position) {
    FloatHistogram h = converted[position];
    if (h == null) {
      h = FloatHistogram.of(histograms[position]);
      converted[position] = h;
    }
    return h;
  }

  /** Returns whether the counts or the hint tell of a reset since the sample before. */
  public boolean isReset(int position) {
    if (resets[position] == UNKNOWN) {
      resets[position] = ResetDetection.isReset(at(position), at(position - 1)) ? YES : NO;
    }
    return resets[position] == YES;
  }

  /** Returns whether the counts, the hint or the start timestamps tell of a reset. */
  boolean isRestart(int position) {
    return StartTimestamps.isReset(
            start(position - 1), times[position - 1], start(position), times[position])
        || isReset(position);
  }
}
