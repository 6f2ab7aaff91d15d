// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How native histograms change over a window: {@code rate}, {@code increase} and {@code delta},
 * with the ends extrapolated, and {@code irate} and {@code idelta}. Used by one thread, for one
 * window after the other; {@link #notes} speaks of the last one.
 */
public final class HistogramRate {

  private final boolean counter;
  private final boolean perSecond;
  private final Set<HistogramNote> notes = EnumSet.noneOf(HistogramNote.class);

  /**
   * Sets what is calculated.
   *
   * @param counter whether resets are taken into account, as for a counter
   * @param perSecond whether the change is divided by the time
   */
  public HistogramRate(boolean counter, boolean perSecond) {
    this.counter = counter;
    this.perSecond = perSecond;
  }

  /** Returns what is to be said of the last window; valid until the next one. */
  public Set<HistogramNote> notes() {
    return notes;
  }

  /**
   * Calculates the change over a window, extrapolated to its ends.
   *
   * @param from the first sample in the window
   * @param to one beyond the last, more than {@code from}
   * @param rangeStartMs the window's begin, exclusive
   * @param rangeEndMs the window's end, inclusive
   * @return null when there is no answer
   */
  public @Nullable FloatHistogram extrapolated(
      HistogramSeries series, int from, int to, long rangeStartMs, long rangeEndMs) {
    notes.clear();
    int gaps = to - from - 1;
    FloatHistogram result = null;
    if (gaps > 0) {
      result = change(series, from, to - 1);
      if (result == null) {
        return null;
      }
    }
    long firstTime = series.time(from);
    long lastTime = series.time(to - 1);
    long start = series.start(from);
    double toStart = (firstTime - rangeStartMs) / 1000.0;
    double toEnd = (rangeEndMs - lastTime) / 1000.0;
    double sampled = (lastTime - firstTime) / 1000.0;
    double average = gaps > 0 ? sampled / gaps : 0;
    double threshold = average * 1.1;
    FloatHistogram first = series.at(from);
    if (counter && start != 0 && start > rangeStartMs && start < firstTime) {
      // The counter began within the window, so there it was zero.
      toStart = 0;
      sampled = (lastTime - start) / 1000.0;
      if (result == null) {
        result = first.copy();
      } else if (!add(result, first)) {
        return null;
      }
    } else if (result == null) {
      return null;
    } else {
      if (toStart >= threshold) {
        toStart = average / 2;
      }
      if (counter && result.count() > 0 && first.count() >= 0) {
        // A counter is not negative: extrapolate at most to where it was zero.
        toStart = Math.min(toStart, sampled * (first.count() / result.count()));
      }
    }
    if (toEnd >= threshold) {
      toEnd = average / 2;
    }
    double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
    if (perSecond) {
      factor /= (rangeEndMs - rangeStartMs) / 1000.0;
    }
    return result.multiply(factor);
  }

  /** Calculates the change from one sample to a later one, resets between them undone. */
  private @Nullable FloatHistogram change(HistogramSeries series, int from, int last) {
    FloatHistogram first = series.at(from);
    FloatHistogram end = series.at(last);
    if (counter && (first.hint() == ResetHint.GAUGE || end.hint() == ResetHint.GAUGE)) {
      notes.add(HistogramNote.NOT_A_COUNTER);
    }
    // After a reset right behind it the first sample does not matter, nor does its layout.
    boolean firstCounts = !(counter && series.isRestart(from + 1));
    FloatHistogram begin = firstCounts ? first : series.at(from + 1);
    if (end.hasCustomBuckets() != begin.hasCustomBuckets()) {
      return mixed(false);
    }
    int schema = Math.min(end.schema(), begin.schema());
    for (int i = from + 1; counter && i < last; i++) {
      FloatHistogram h = series.at(i);
      if (h.hint() == ResetHint.GAUGE) {
        notes.add(HistogramNote.NOT_A_COUNTER);
      }
      if (h.hasCustomBuckets() != end.hasCustomBuckets()) {
        return mixed(true);
      }
      schema = Math.min(schema, h.schema());
    }
    FloatHistogram result = end.copyToSchema(schema);
    if (firstCounts && !subtract(result, first)) {
      return null;
    }
    if (!counter) {
      if (first.hint() != ResetHint.GAUGE || end.hint() != ResetHint.GAUGE) {
        notes.add(HistogramNote.NOT_A_GAUGE);
      }
    } else if (!undoResets(result, series, from, last, firstCounts)) {
      return null;
    }
    return result.setHint(ResetHint.GAUGE).compact();
  }

  private boolean undoResets(
      FloatHistogram result, HistogramSeries series, int from, int last, boolean firstCounts) {
    for (int i = from + 1; i <= last; i++) {
      if (StartTimestamps.overlaps(series.start(i - 1), series.time(i - 1), series.start(i))) {
        notes.add(HistogramNote.START_OVERLAP);
      }
      boolean counts = firstCounts || i > from + 1;
      if (counts && series.isRestart(i) && !add(result, series.at(i - 1))) {
        return false;
      }
    }
    return true;
  }

  private @Nullable FloatHistogram mixed(boolean forgetOthers) {
    if (forgetOthers) {
      notes.clear();
    }
    notes.add(HistogramNote.MIXED_SCHEMAS);
    return null;
  }

  private boolean add(FloatHistogram to, FloatHistogram added) {
    return noted(to.add(added), HistogramNote.BOUNDS_RECONCILED_IN_ADDITION);
  }

  private boolean subtract(FloatHistogram from, FloatHistogram subtracted) {
    return noted(from.subtract(subtracted), HistogramNote.BOUNDS_RECONCILED_IN_SUBTRACTION);
  }

  private boolean noted(int flags, HistogramNote reconciled) {
    if (flags == FloatHistogram.INCOMPATIBLE) {
      notes.add(HistogramNote.MIXED_SCHEMAS);
      return false;
    }
    if ((flags & FloatHistogram.BOUNDS_RECONCILED) != 0) {
      notes.add(reconciled);
    }
    return true;
  }

  /**
   * Calculates the change between two neighbours, as {@code irate} and {@code idelta} do for the
   * last two samples of a window.
   *
   * @param position the later of the two
   * @return null when there is no answer
   */
  public @Nullable FloatHistogram between(HistogramSeries series, int position) {
    notes.clear();
    long interval = series.time(position) - series.time(position - 1);
    if (interval == 0) {
      return null;
    }
    FloatHistogram before = series.at(position - 1);
    FloatHistogram result = series.at(position).copy();
    boolean gauges = before.hint() == ResetHint.GAUGE && result.hint() == ResetHint.GAUGE;
    boolean anyGauge = before.hint() == ResetHint.GAUGE || result.hint() == ResetHint.GAUGE;
    if (counter && anyGauge) {
      notes.add(HistogramNote.NOT_A_COUNTER);
    } else if (!counter && !gauges) {
      notes.add(HistogramNote.NOT_A_GAUGE);
    }
    if (!(counter && series.isRestart(position)) && !subtract(result, before)) {
      return null;
    }
    result.setHint(ResetHint.GAUGE).compact();
    return perSecond ? result.divide(interval / 1000.0) : result;
  }

  /**
   * Calculates the change over a window whose ends are samples, or interpolated between samples:
   * the {@code anchored} and {@code smoothed} modifiers.
   *
   * @param from the first sample selected, which may lie before the window
   * @param to one beyond the last, which may lie behind the window
   * @param rangeStartMs the window's begin
   * @param rangeEndMs the window's end
   * @param smoothed whether to interpolate at the ends
   * @return null when there is no answer
   */
  public @Nullable FloatHistogram extended(
      HistogramSeries series,
      int from,
      int to,
      long rangeStartMs,
      long rangeEndMs,
      boolean smoothed) {
    notes.clear();
    int first = Math.max(from, firstAfter(series, from, to - 1, rangeStartMs) - 1);
    int last = smoothed ? firstAfter(series, from, to - 1, rangeEndMs - 1) : to - 1;
    if (series.time(last) <= rangeStartMs || (smoothed && series.time(first) > rangeEndMs)) {
      return null;
    }
    boolean custom = series.at(first).hasCustomBuckets();
    for (int i = first; i <= last; i++) {
      if (series.at(i).hasCustomBuckets() != custom) {
        return mixed(false);
      }
      if (counter && series.at(i).hint() == ResetHint.GAUGE) {
        notes.add(HistogramNote.NOT_A_COUNTER);
      }
    }
    boolean interpolateLeft = smoothed && series.time(first) < rangeStartMs;
    FloatHistogram left =
        interpolateLeft ? interpolated(series, first + 1, rangeStartMs) : series.at(first).copy();
    FloatHistogram right =
        smoothed && last > from && series.time(last) > rangeEndMs
            ? interpolated(series, last, rangeEndMs)
            : series.at(last).copy();
    if (!counter && (left.hint() != ResetHint.GAUGE || right.hint() != ResetHint.GAUGE)) {
      notes.add(HistogramNote.NOT_A_GAUGE);
    }
    FloatHistogram result = right.copy();
    if (!subtract(result, left)
        || (counter && !correct(result, series, first, last, left, right, interpolateLeft))) {
      return null;
    }
    if (perSecond) {
      result.divide((rangeEndMs - rangeStartMs) / 1000.0);
    }
    return result.setHint(ResetHint.GAUGE).compact();
  }

  /** Returns the first of some samples that is later than a time, or the last one. */
  private static int firstAfter(HistogramSeries series, int from, int last, long timeMs) {
    int low = from;
    int high = last;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (series.time(middle) > timeMs) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Interpolates between a sample and the one before; both have the same kind of buckets. */
  private FloatHistogram interpolated(HistogramSeries series, int position, long timeMs) {
    long before = series.time(position - 1);
    long after = series.time(position);
    FloatHistogram start = series.at(position - 1);
    FloatHistogram result = series.at(position).copy();
    if (timeMs == before) {
      return start.copy();
    }
    if (timeMs == after) {
      return result;
    }
    double fraction = (double) (timeMs - before) / (after - before);
    if (counter && series.isReset(position)) {
      return result.multiply(fraction);
    }
    subtract(result, start);
    result.multiply(fraction);
    add(result, start);
    return result;
  }

  /** Adds what the counter had reached at each reset between the ends. */
  private boolean correct(
      FloatHistogram result,
      HistogramSeries series,
      int first,
      int last,
      FloatHistogram left,
      FloatHistogram right,
      boolean interpolatedLeft) {
    int next = first + 1;
    FloatHistogram before = left;
    if (interpolatedLeft && series.isReset(next)) {
      // The interpolation has taken this reset into account.
      before = series.at(next);
      next++;
    }
    if (next > last) {
      return true;
    }
    FloatHistogram correction = null;
    for (int i = next; i <= last; i++) {
      FloatHistogram h = i == last ? right : series.at(i);
      if (ResetDetection.isReset(h, before)) {
        if (correction == null) {
          correction = before.copy();
        } else if (!add(correction, before)) {
          return false;
        }
      }
      before = h;
    }
    return correction == null || add(result, correction);
  }
}
