// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.histogram.FloatHistogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How samples change over a range. */
final class NaiveRate {

  private final Context context;

  NaiveRate(Context context) {
    this.context = context;
  }

  static boolean isCounterName(String metric) {
    return metric.endsWith("_total")
        || metric.endsWith("_sum")
        || metric.endsWith("_count")
        || metric.endsWith("_bucket");
  }

  /** The change over a window. */
  @Nullable Element change(
      Window window, Span span, Extension extension, boolean counter, boolean perSecond) {
    if (isMixed(window, span)) {
      return null;
    }
    boolean starts = counter && context.settings().startTimestamps();
    if (!window.histograms().isEmpty()) {
      HistogramRate rate = new HistogramRate(counter, perSecond);
      HistogramSeries series = window.histogramSeries(starts);
      FloatHistogram result =
          extension == Extension.NONE
              ? rate.extrapolated(series, 0, series.size(), window.startMs(), window.endMs())
              : rate.extended(
                  series,
                  0,
                  series.size(),
                  window.startMs(),
                  window.endMs(),
                  extension == Extension.SMOOTHED);
      note(rate, window, span);
      return result == null ? null : window.result(result);
    }
    if (extension == Extension.NONE) {
      Double change = extrapolated(window, span, counter, perSecond, starts);
      return change == null ? null : window.result(change);
    }
    Double change = extended(window, counter, extension == Extension.SMOOTHED);
    if (change == null) {
      return null;
    }
    return window.result(perSecond ? change / window.seconds() : change);
  }

  private boolean isMixed(Window window, Span span) {
    if (window.isMixed()) {
      context.annotations().add(Remarks.mixedFloatsHistograms(window.metric(), span));
    }
    return window.isMixed();
  }

  private void note(HistogramRate rate, Window window, Span span) {
    Annotations annotations = context.annotations();
    String metric = window.metric();
    for (HistogramNote note : rate.notes()) {
      annotations.add(
          switch (note) {
            case MIXED_SCHEMAS -> Remarks.mixedExponentialCustom(metric, span);
            case NOT_A_COUNTER -> Remarks.notCounterHistogram(metric, span);
            case NOT_A_GAUGE -> Remarks.notGaugeHistogram(metric, span);
            case START_OVERLAP -> Remarks.startTimeOverlap(metric, span);
            case BOUNDS_RECONCILED_IN_ADDITION -> Remarks.reconciledBuckets("addition", span);
            case BOUNDS_RECONCILED_IN_SUBTRACTION -> Remarks.reconciledBuckets("subtraction", span);
          });
    }
  }

  private @Nullable Double extrapolated(
      Window window, Span span, boolean counter, boolean perSecond, boolean starts) {
    List<Element> points = window.points();
    Element first = points.getFirst();
    Element last = points.getLast();
    double change = last.value() - first.value();
    boolean overlap = false;
    for (int i = 1; counter && i < points.size(); i++) {
      Element before = points.get(i - 1);
      Element now = points.get(i);
      boolean restarted =
          starts
              && StartTimestamps.isReset(
                  before.startMs(), before.timeMs(), now.startMs(), now.timeMs());
      overlap |=
          starts && StartTimestamps.overlaps(before.startMs(), before.timeMs(), now.startMs());
      if (now.value() < before.value() || restarted) {
        change += before.value();
      }
    }
    if (overlap) {
      context.annotations().add(Remarks.startTimeOverlap(window.metric(), span));
    }
    double sampled = (last.timeMs() - first.timeMs()) / 1000.0;
    double average = points.size() > 1 ? sampled / (points.size() - 1) : 0;
    double toStart = (first.timeMs() - window.startMs()) / 1000.0;
    double toEnd = (window.endMs() - last.timeMs()) / 1000.0;
    double threshold = average * 1.1;
    long start = starts ? first.startMs() : 0;
    if (start != 0 && start > window.startMs() && start < first.timeMs()) {
      toStart = 0;
      sampled = (last.timeMs() - start) / 1000.0;
      change += first.value();
    } else if (points.size() == 1) {
      return null;
    } else {
      toStart = toStart >= threshold ? average / 2 : toStart;
      if (counter && change > 0 && first.value() >= 0) {
        toStart = Math.min(toStart, sampled * (first.value() / change));
      }
    }
    toEnd = toEnd >= threshold ? average / 2 : toEnd;
    // In upstream's order: a last digit decides what % or floor makes of it.
    double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
    return change * (perSecond ? factor / window.seconds() : factor);
  }

  private static @Nullable Double extended(Window window, boolean counter, boolean smoothed) {
    List<Element> points = window.points();
    int first = 0;
    while (first + 1 < points.size() && points.get(first + 1).timeMs() <= window.startMs()) {
      first++;
    }
    int last = points.size() - 1;
    while (smoothed && last > 0 && points.get(last - 1).timeMs() >= window.endMs()) {
      last--;
    }
    if (points.get(last).timeMs() <= window.startMs()
        || (smoothed && points.get(first).timeMs() > window.endMs())) {
      return null;
    }
    double left =
        smoothed && points.get(first).timeMs() < window.startMs()
            ? between(points.get(first), points.get(first + 1), window.startMs(), counter)
            : points.get(first).value();
    double right =
        smoothed && last > 0 && points.get(last).timeMs() > window.endMs()
            ? between(points.get(last - 1), points.get(last), window.endMs(), counter)
            : points.get(last).value();
    double change = right - left;
    if (!counter) {
      return change;
    }
    double before = left;
    for (Element point : points.subList(first, last + 1)) {
      if (point.timeMs() > window.startMs() && point.timeMs() < window.endMs()) {
        change += point.value() < before ? before : 0;
        before = point.value();
      } else if (point == points.get(first) && point.timeMs() > window.startMs()) {
        before = point.value();
      }
    }
    return change + (right < before ? before : 0);
  }

  private static double between(Element before, Element after, long time, boolean counter) {
    double start = counter && after.value() < before.value() ? 0 : before.value();
    return start
        + (after.value() - start) * (time - before.timeMs()) / (after.timeMs() - before.timeMs());
  }

  /** The change between the last two samples. */
  @Nullable Element instant(Window window, Span span, boolean perSecond) {
    List<Element> points = window.points();
    if (points.size() < 2) {
      return null;
    }
    Element before = points.get(points.size() - 2);
    Element last = points.getLast();
    if (before.isFloat() != last.isFloat()) {
      context.annotations().add(Remarks.mixedFloatsHistograms(window.metric(), span));
      return null;
    }
    boolean starts = perSecond && context.settings().startTimestamps();
    if (!last.isFloat()) {
      HistogramSeries series = window.histogramSeries(starts);
      HistogramRate rate = new HistogramRate(perSecond, perSecond);
      FloatHistogram result = rate.between(series, series.size() - 1);
      note(rate, window, span);
      return result == null ? null : window.result(result);
    }
    boolean restarted =
        starts
            && StartTimestamps.isReset(
                before.startMs(), before.timeMs(), last.startMs(), last.timeMs());
    double change =
        perSecond && (last.value() < before.value() || restarted)
            ? last.value()
            : last.value() - before.value();
    double seconds = (last.timeMs() - before.timeMs()) / 1000.0;
    return window.result(perSecond ? change / seconds : change);
  }
}
