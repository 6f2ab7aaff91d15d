// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.TimeShift;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads samples for selectors. */
final class Selectors {

  private final Context context;
  private final Durations durations;

  private final Set<VectorSelector> countsOnly;

  /**
   * Prepares the reading.
   *
   * @param countsOnly by identity, the selectors of whose histograms only count and sum are read
   */
  Selectors(Context context, Set<VectorSelector> countsOnly) {
    this.context = context;
    this.countsOnly = countsOnly;
    durations = new Durations(context);
  }

  /** Returns the time that a selector or subquery looks at. */
  long moved(TimeShift shift, long timeMs) {
    long time =
        switch (shift.anchor()) {
          case NONE -> shift.atMs() == null ? timeMs : shift.atMs();
          case START -> context.startMs();
          case END -> context.endMs();
        };
    return time - durations.offset(shift.offset());
  }

  /** Returns an instant vector: the newest sample of each series within the look-back. */
  List<Element> instant(VectorSelector selector, long timeMs) {
    long time = moved(selector.shift(), timeMs);
    long lookback = context.settings().lookbackDelta().toMillis();
    return selector.extension() == Extension.SMOOTHED
        ? smoothed(selector, time, lookback)
        : newest(selector, time - lookback, time);
  }

  /**
   * Returns the samples that timestamp() looks at: those around a fixed time are looked for without
   * the offset, among what is read with it.
   */
  List<Element> timed(VectorSelector selector, long timeMs) {
    long lookback = context.settings().lookbackDelta().toMillis();
    long read = moved(selector.shift(), timeMs);
    TimeShift shift = selector.shift();
    boolean fixed = shift.atMs() != null || shift.anchor() != TimeShift.Anchor.NONE;
    long looked = fixed ? read + durations.offset(shift.offset()) : read;
    long readUntil = selector.extension() == Extension.SMOOTHED ? read + lookback : read;
    return newest(selector, Math.max(read, looked) - lookback, Math.min(looked, readUntil));
  }

  private List<Element> newest(VectorSelector selector, long afterMs, long untilMs) {
    List<Element> elements = new ArrayList<>();
    for (List<Element> series : read(selector, afterMs, untilMs, true)) {
      Element last = series.getLast();
      if (!isStale(last)) {
        elements.add(last);
      }
    }
    return elements;
  }

  private List<Element> smoothed(VectorSelector selector, long time, long lookback) {
    List<Element> elements = new ArrayList<>();
    for (List<Element> series : read(selector, time - lookback, time + lookback, false)) {
      Element first = series.getFirst();
      if (series.stream().map(Element::isFloat).distinct().count() > 1) {
        context.annotations().add(Remarks.mixedFloatsHistograms(first.metric(), selector.span()));
        continue;
      }
      int next = 0;
      while (next < series.size() && series.get(next).timeMs() < time) {
        next++;
      }
      if (next < series.size() && series.get(next).timeMs() == time) {
        elements.add(series.get(next));
      } else if (next > 0 && next < series.size()) {
        elements.addAll(between(selector, series.get(next - 1), series.get(next), time));
      } else if (next > 0) {
        Element last = series.getLast();
        FloatHistogram h = last.histogram();
        elements.add(
            h == null ? last : last.with(0, h.copy().setHint(Histogram.ResetHint.UNKNOWN)));
      }
    }
    return elements;
  }

  private List<Element> between(VectorSelector selector, Element before, Element after, long time) {
    double fraction = (double) (time - before.timeMs()) / (after.timeMs() - before.timeMs());
    FloatHistogram start = before.histogram();
    FloatHistogram end = after.histogram();
    if (start == null || end == null) {
      return List.of(
          before.with(before.value() + (after.value() - before.value()) * fraction, null));
    }
    FloatHistogram result = interpolated(start, end, fraction);
    if (result == null) {
      context.annotations().add(Remarks.mixedExponentialCustom(before.metric(), selector.span()));
      return List.of();
    }
    return List.of(before.with(0, result));
  }

  /** Interpolates two histograms; null when they cannot be combined. */
  private static @Nullable FloatHistogram interpolated(
      FloatHistogram start, FloatHistogram end, double fraction) {
    boolean counter =
        start.hint() != Histogram.ResetHint.GAUGE || end.hint() != Histogram.ResetHint.GAUGE;
    FloatHistogram result = end.copy();
    if (start.hasCustomBuckets() != end.hasCustomBuckets()) {
      return null;
    }
    if (counter && ResetDetection.isReset(end, start)) {
      return result.multiply(fraction);
    }
    result.subtract(start);
    result.multiply(fraction);
    result.add(start);
    return result;
  }

  /** Returns a range vector, stale markers left out. */
  List<Window> range(VectorSelector selector, long rangeMs, long timeMs) {
    long end = moved(selector.shift(), timeMs);
    long start = end - rangeMs;
    long lookback = context.settings().lookbackDelta().toMillis();
    long from = selector.extension() == Extension.NONE ? start : start - lookback;
    long to = selector.extension() == Extension.SMOOTHED ? end + lookback : end;
    List<Window> windows = new ArrayList<>();
    for (List<Element> series : read(selector, from, to, false)) {
      windows.add(new Window(series.getFirst().labels(), false, series, start, end));
    }
    return windows;
  }

  static boolean isStale(Element element) {
    FloatHistogram h = element.histogram();
    return SpecialValues.isStale(h == null ? element.value() : h.sum());
  }

  private List<List<Element>> read(
      VectorSelector selector, long afterMs, long untilMs, boolean withStaleMarkers) {
    List<List<Element>> series = read(selector.matchers(), afterMs, untilMs, withStaleMarkers);
    return countsOnly.contains(selector)
        ? series.stream().map(CountsOnly::reduced).toList()
        : series;
  }

  /** Reads the samples after a time up to another, in the storage's order. */
  List<List<Element>> read(
      List<Matcher> matchers, long afterMs, long untilMs, boolean withStaleMarkers) {
    Map<Labels, List<Element>> found = new LinkedHashMap<>();
    if (untilMs <= afterMs) {
      return List.of();
    }
    try (Selection selection =
        context.storage().select(new SelectRequest(matchers, afterMs + 1, untilMs))) {
      for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
        for (int series = 0; series < batch.seriesCount(); series++) {
          add(found, batch, series, withStaleMarkers);
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static void add(
      Map<Labels, List<Element>> found, SeriesBatch batch, int series, boolean withStaleMarkers) {
    int rows = batch.rowCount();
    double[] values = new double[rows];
    Histogram[] histograms = new Histogram[rows];
    long[] starts = new long[rows];
    batch.values(series, values, 0);
    batch.histograms(series, histograms, 0);
    if (!batch.startTimestamps(series, starts, 0)) {
      Arrays.fill(starts, 0);
    }
    Labels labels = batch.labels(series);
    for (int i = 0; i < rows; i++) {
      Histogram h = histograms[i];
      if (h == null && SpecialValues.isAbsent(values[i])) {
        continue;
      }
      Element element =
          new Element(
              labels,
              h == null ? values[i] : 0,
              h == null ? null : FloatHistogram.of(h),
              false,
              batch.timestamps()[i],
              starts[i]);
      if (withStaleMarkers || !isStale(element)) {
        found.computeIfAbsent(labels, l -> new ArrayList<>()).add(element);
      }
    }
  }
}
