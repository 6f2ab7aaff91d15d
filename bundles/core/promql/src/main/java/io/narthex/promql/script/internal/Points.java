// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.promql.QueryValue.RawSeries;
import io.narthex.promql.QueryValue.StepMatrix;
import io.narthex.promql.QueryValue.StepSeries;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.histogram.HistogramText;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A series of a result or of an expectation as a list of points in order of time.
 *
 * @param labels the series
 * @param points its points, absences left out
 */
record Points(Labels labels, List<Point> points) {

  /**
   * A sample.
   *
   * @param histogram the histogram, or null when the sample is the float
   * @param hintCounts whether the histogram's reset hint is compared
   */
  record Point(long timeMs, double value, @Nullable Histogram histogram, boolean hintCounts) {

    /** Returns whether this is, within the tolerance, what was expected. */
    boolean matches(Point expected) {
      if (timeMs != expected.timeMs) {
        return false;
      }
      if (histogram == null || expected.histogram == null) {
        return histogram == expected.histogram && Tolerance.same(expected.value, value);
      }
      return Tolerance.same(expected.histogram, histogram, expected.hintCounts);
    }

    @Override
    public String toString() {
      String text = histogram == null ? GoText.general(value) : HistogramText.script(histogram);
      return text + " @[" + timeMs + ']';
    }
  }

  static Points of(StepMatrix matrix, StepSeries series) {
    List<Point> points = new ArrayList<>();
    @Nullable Histogram @Nullable [] histograms = series.histograms();
    for (int i = 0; i < matrix.steps(); i++) {
      add(
          points,
          matrix.startMs() + i * matrix.stepMs(),
          series.values()[i],
          histograms == null ? null : histograms[i]);
    }
    return new Points(series.labels(), points);
  }

  static Points of(RawSeries series) {
    List<Point> points = new ArrayList<>();
    @Nullable Histogram @Nullable [] histograms = series.histograms();
    for (int i = 0; i < series.timestampsMs().length; i++) {
      add(
          points,
          series.timestampsMs()[i],
          series.values()[i],
          histograms == null ? null : histograms[i]);
    }
    return new Points(series.labels(), points);
  }

  /** Lays expected values on a grid. */
  static Points of(SeriesLine expected, long startMs, long stepMs) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < expected.values().size(); i++) {
      ScriptValue value = expected.values().get(i);
      if (!value.omitted()) {
        points.add(
            new Point(startMs + i * stepMs, value.value(), value.histogram(), value.hintGiven()));
      }
    }
    return new Points(expected.labels(), points);
  }

  private static void add(
      List<Point> points, long timeMs, double value, @Nullable Histogram histogram) {
    if (histogram != null || !SpecialValues.isAbsent(value)) {
      points.add(new Point(timeMs, value, histogram, false));
    }
  }

  @Override
  public String toString() {
    StringJoiner out = new StringJoiner(" ", labels + " ", "");
    points.forEach(point -> out.add(point.toString()));
    return out.toString();
  }
}
