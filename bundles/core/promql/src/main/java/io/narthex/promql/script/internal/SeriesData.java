// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series, in order of time.
 *
 * <p>Histograms are kept with the reset hint that Prometheus' storage would give back: a counter
 * histogram that continues the one before says that there was no reset, the first of a run says
 * nothing, a gauge stays one.
 */
final class SeriesData {

  private final Labels labels;
  private int size;
  private long[] times = new long[16];
  private double[] values = new double[16];
  private @Nullable Histogram[] histograms = new Histogram[16];
  private long[] starts = new long[16];
  private boolean hasFloats;
  private boolean hasHistograms;
  private boolean hasStarts;

  SeriesData(Labels labels) {
    this.labels = labels;
  }

  Labels labels() {
    return labels;
  }

  int size() {
    return size;
  }

  long time(int position) {
    return times[position];
  }

  double value(int position) {
    return values[position];
  }

  @Nullable Histogram histogram(int position) {
    return histograms[position];
  }

  long start(int position) {
    return starts[position];
  }

  boolean hasFloats() {
    return hasFloats;
  }

  boolean hasHistograms() {
    return hasHistograms;
  }

  boolean hasStarts() {
    return hasStarts;
  }

  /** Returns the position of the first sample at or after a time. */
  int from(long timeMs) {
    int at = Arrays.binarySearch(times, 0, size, timeMs);
    return at >= 0 ? at : -at - 1;
  }

  /**
   * Appends a sample.
   *
   * @param startMs its start timestamp, or 0
   * @return why it was refused, or null when it is stored (or was there already)
   */
  CommitResult.@Nullable Reason append(
      long timeMs, double value, @Nullable Histogram histogram, long startMs) {
    if (size > 0 && timeMs <= times[size - 1]) {
      int at = from(timeMs);
      if (times[at] != timeMs) {
        return CommitResult.Reason.OUT_OF_ORDER;
      }
      return isSame(at, value, histogram) ? null : CommitResult.Reason.DUPLICATE;
    }
    grow();
    times[size] = timeMs;
    starts[size] = startMs;
    hasStarts |= startMs != 0;
    if (histogram == null) {
      values[size] = value;
      hasFloats = true;
    } else {
      values[size] = SpecialValues.ABSENT;
      histograms[size] = withStoredHint(histogram);
      hasHistograms = true;
    }
    size++;
    return null;
  }

  private boolean isSame(int at, double value, @Nullable Histogram histogram) {
    Histogram present = histograms[at];
    if (histogram == null) {
      return present == null
          && Double.doubleToRawLongBits(values[at]) == Double.doubleToRawLongBits(value);
    }
    return present != null && withHint(present, histogram.resetHint()).equals(histogram);
  }

  private Histogram withStoredHint(Histogram h) {
    if (h.resetHint() == ResetHint.GAUGE) {
      return h;
    }
    Histogram before = size == 0 ? null : histograms[size - 1];
    boolean continues =
        before != null
            && before.resetHint() != ResetHint.GAUGE
            && !before.isStale()
            && h.resetHint() != ResetHint.RESET
            && before.schema() == h.schema()
            && before.zeroThreshold() == h.zeroThreshold()
            && Arrays.equals(before.customBounds(), h.customBounds())
            && !ResetDetection.isReset(withHint(h, ResetHint.UNKNOWN), before);
    return withHint(h, continues ? ResetHint.NOT_RESET : ResetHint.UNKNOWN);
  }

  private static Histogram withHint(Histogram h, ResetHint hint) {
    return h.resetHint() == hint
        ? h
        : new Histogram(
            h.schema(),
            h.integer(),
            hint,
            h.zeroThreshold(),
            h.zeroCount(),
            h.count(),
            h.sum(),
            h.positiveSpans(),
            h.positiveCounts(),
            h.negativeSpans(),
            h.negativeCounts(),
            h.customBounds());
  }

  /** Removes the samples of a time range. */
  void delete(long fromMs, long toMs) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] < fromMs || times[i] > toMs) {
        times[kept] = times[i];
        values[kept] = values[i];
        histograms[kept] = histograms[i];
        starts[kept++] = starts[i];
      }
    }
    Arrays.fill(histograms, kept, size, null);
    size = kept;
  }

  private void grow() {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      histograms = Arrays.copyOf(histograms, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
    }
  }
}
