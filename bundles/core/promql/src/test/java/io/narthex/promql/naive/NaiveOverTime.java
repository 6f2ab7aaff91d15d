// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramMean;
import io.narthex.promql.internal.histogram.HistogramSum;
import io.narthex.promql.internal.histogram.ResetDetection;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions over the samples of a range. */
final class NaiveOverTime {

  private final Context context;
  private final NaiveRate rates;

  NaiveOverTime(Context context) {
    this.context = context;
    rates = new NaiveRate(context);
  }

  /** Calls a function; null means that the series has no result. */
  @Nullable Element call(
      Call call, Window window, double[] scalars, Extension extension, long time) {
    Span span = NaiveFunctions.unwrapped(call.args().getFirst()).span();
    String name = call.function().name();
    List<Element> points = window.points();
    return switch (name) {
      case "rate" -> rates.change(window, span, extension, true, true);
      case "increase" -> rates.change(window, span, extension, true, false);
      case "delta" -> rates.change(window, span, extension, false, false);
      case "irate" -> rates.instant(window, span, true);
      case "idelta" -> rates.instant(window, span, false);
      case "changes", "resets" -> changes(name, window, extension);
      case "sum_over_time" -> sum(window, span);
      case "avg_over_time" -> average(window, span);
      case "count_over_time" -> window.result(points.size());
      case "present_over_time" -> window.result(1);
      case "first_over_time" -> points.getFirst();
      case "last_over_time" -> points.getLast();
      case "ts_of_first_over_time" -> window.result(points.getFirst().timeMs() / 1000.0);
      case "ts_of_last_over_time" -> window.result(points.getLast().timeMs() / 1000.0);
      case "double_exponential_smoothing" -> {
        checkFactor("smoothing", scalars[1]);
        checkFactor("trend", scalars[2]);
        yield atLeastTwo(window, span) ? window.result(smoothed(window, scalars)) : null;
      }
      case "deriv" ->
          atLeastTwo(window, span)
              ? window.result(regression(window.floats(), window.floats().getFirst().timeMs())[0])
              : null;
      case "predict_linear" -> {
        if (!atLeastTwo(window, span)) {
          yield null;
        }
        double[] line = regression(window.floats(), time);
        yield window.result(line[0] * scalars[1] + line[1]);
      }
      default -> ofFloats(name, window, scalars, span);
    };
  }

  private void noteIgnored(Window window, Span span) {
    if (!window.histograms().isEmpty()) {
      context.annotations().add(Remarks.histogramIgnoredInRange(window.metric(), span));
    }
  }

  private boolean atLeastTwo(Window window, Span span) {
    if (!window.floats().isEmpty()) {
      noteIgnored(window, span);
    }
    return window.floats().size() >= 2;
  }

  private @Nullable Element ofFloats(String name, Window window, double[] scalars, Span span) {
    List<Element> floats = window.floats();
    if (floats.isEmpty()) {
      return null;
    }
    if (name.equals("quantile_over_time") && !(scalars[0] >= 0 && scalars[0] <= 1)) {
      context.annotations().add(Remarks.invalidQuantile(scalars[0], span));
    }
    noteIgnored(window, span);
    double[] values = floats.stream().mapToDouble(Element::value).toArray();
    return window.result(
        switch (name) {
          case "max_over_time" -> extreme(values, (best, x) -> x > best ? 1 : 0)[0];
          case "min_over_time" -> extreme(values, (best, x) -> x < best ? 1 : 0)[0];
          case "ts_of_max_over_time" -> time(floats, extreme(values, (b, x) -> x >= b ? 1 : 0));
          case "ts_of_min_over_time" -> time(floats, extreme(values, (b, x) -> x <= b ? 1 : 0));
          case "quantile_over_time" -> NaiveMath.quantile(scalars[0], NaiveMath.sorted(values));
          case "mad_over_time" -> medianDeviation(values);
          case "stdvar_over_time" -> variance(values);
          case "stddev_over_time" -> Math.sqrt(variance(values));
          default -> throw new NaiveException("the function " + name + " is not known here");
        });
  }

  private static double time(List<Element> floats, double[] extreme) {
    return floats.get((int) extreme[1]).timeMs() / 1000.0;
  }

  /** Returns the most extreme value and its position. */
  private static double[] extreme(double[] values, DoubleBinaryOperator better) {
    double best = values[0];
    int position = 0;
    for (int i = 0; i < values.length; i++) {
      if (better.applyAsDouble(best, values[i]) == 1 || Double.isNaN(best)) {
        best = values[i];
        position = i;
      }
    }
    return new double[] {best, position};
  }

  private static double medianDeviation(double[] values) {
    if (Arrays.stream(values).anyMatch(Double::isNaN)) {
      return Double.NaN;
    }
    double median = NaiveMath.quantile(0.5, NaiveMath.sorted(values));
    double[] distances = Arrays.stream(values).map(x -> Math.abs(x - median)).toArray();
    return NaiveMath.quantile(0.5, NaiveMath.sorted(distances));
  }

  private static double variance(double[] values) {
    KahanSum mean = new KahanSum();
    KahanSum squares = new KahanSum();
    double count = 0;
    for (double x : values) {
      count++;
      double delta = x - mean.value();
      mean.add(delta / count);
      squares.add(delta * (x - mean.value()));
    }
    return squares.value() / count;
  }

  private @Nullable Element sum(Window window, Span span) {
    if (isMixed(window, span)) {
      return null;
    }
    if (!window.floats().isEmpty()) {
      KahanSum sum = new KahanSum();
      window.floats().forEach(e -> sum.add(e.value()));
      return window.result(sum.value());
    }
    HistogramSum sum = new HistogramSum();
    window.histograms().forEach(e -> sum.add(Objects.requireNonNull(e.histogram()).toHistogram()));
    note(window, span, sum.resetCollision(), sum.boundsReconciled(), sum.incompatible());
    FloatHistogram result = sum.result();
    return result == null || sum.incompatible() ? null : window.result(result);
  }

  private @Nullable Element average(Window window, Span span) {
    if (isMixed(window, span)) {
      return null;
    }
    if (!window.floats().isEmpty()) {
      KahanMean mean = new KahanMean();
      window.floats().forEach(e -> mean.add(e.value()));
      return window.result(mean.value());
    }
    HistogramMean mean = new HistogramMean();
    window.histograms().forEach(e -> mean.add(Objects.requireNonNull(e.histogram()).toHistogram()));
    note(window, span, mean.resetCollision(), mean.boundsReconciled(), mean.incompatible());
    FloatHistogram result = mean.result();
    return result == null || mean.incompatible() ? null : window.result(result);
  }

  private boolean isMixed(Window window, Span span) {
    if (window.isMixed()) {
      context.annotations().add(Remarks.mixedFloatsHistograms(window.metric(), span));
    }
    return window.isMixed();
  }

  private void note(
      Window window, Span span, boolean collision, boolean reconciled, boolean incompatible) {
    if (incompatible) {
      context.annotations().add(Remarks.mixedExponentialCustom(window.metric(), span));
      return;
    }
    if (collision) {
      context.annotations().add(Remarks.counterResetCollision("aggregation", span));
    }
    if (reconciled) {
      context.annotations().add(Remarks.reconciledBuckets("aggregation", span));
    }
  }

  private @Nullable Element changes(String name, Window window, Extension extension) {
    List<Element> points = window.points();
    if (extension == Extension.ANCHORED) {
      int first = 0;
      while (first + 1 < points.size() && points.get(first + 1).timeMs() <= window.startMs()) {
        first++;
      }
      if (points.getLast().timeMs() <= window.startMs()) {
        return null;
      }
      points = points.subList(first, points.size());
    }
    int count = 0;
    for (int i = 1; i < points.size(); i++) {
      Element before = points.get(i - 1);
      Element after = points.get(i);
      boolean counts = name.equals("changes") ? isChange(before, after) : isReset(before, after);
      count += counts ? 1 : 0;
    }
    return window.result(count);
  }

  private static boolean isChange(Element before, Element after) {
    FloatHistogram a = before.histogram();
    FloatHistogram b = after.histogram();
    if (a == null && b == null) {
      return before.value() != after.value()
          && !(Double.isNaN(before.value()) && Double.isNaN(after.value()));
    }
    return a == null || b == null || !a.sameData(b);
  }

  private static boolean isReset(Element before, Element after) {
    FloatHistogram a = before.histogram();
    FloatHistogram b = after.histogram();
    if ((a == null) != (b == null)) {
      return true;
    }
    boolean restarted =
        StartTimestamps.isReset(before.startMs(), before.timeMs(), after.startMs(), after.timeMs());
    return restarted
        || (a == null || b == null ? after.value() < before.value() : ResetDetection.isReset(b, a));
  }

  private static void checkFactor(String what, double factor) {
    if (factor <= 0 || factor >= 1) {
      throw new NaiveException(
          String.format(
              java.util.Locale.ROOT,
              "invalid %s factor. Expected: 0 < %s < 1, got: %f",
              what,
              what.charAt(0) + "f",
              factor));
    }
  }

  private static double smoothed(Window window, double[] scalars) {
    double[] x = window.floats().stream().mapToDouble(Element::value).toArray();
    double before = 0;
    double now = x[0];
    double trend = x[1] - x[0];
    for (int i = 1; i < x.length; i++) {
      if (i > 1) {
        trend = scalars[2] * (now - before) + (1 - scalars[2]) * trend;
      }
      double next = scalars[1] * x[i] + (1 - scalars[1]) * (now + trend);
      before = now;
      now = next;
    }
    return now;
  }

  /** Fits a line; returns its slope and its value at a time. */
  private static double[] regression(List<Element> points, long timeMs) {
    double first = points.getFirst().value();
    if (points.stream().allMatch(p -> p.value() == first)) {
      return Double.isInfinite(first)
          ? new double[] {Double.NaN, Double.NaN}
          : new double[] {0, first};
    }
    KahanSum sumX = new KahanSum();
    KahanSum sumY = new KahanSum();
    KahanSum sumXy = new KahanSum();
    KahanSum sumXx = new KahanSum();
    for (Element point : points) {
      double x = (point.timeMs() - timeMs) / 1000.0;
      sumX.add(x);
      sumY.add(point.value());
      sumXy.add(x * point.value());
      sumXx.add(x * x);
    }
    double n = points.size();
    double slope =
        (sumXy.value() - sumX.value() * sumY.value() / n)
            / (sumXx.value() - sumX.value() * sumX.value() / n);
    return new double[] {slope, sumY.value() / n - slope * sumX.value() / n};
  }
}
