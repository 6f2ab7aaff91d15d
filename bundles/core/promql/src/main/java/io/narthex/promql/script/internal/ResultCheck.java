// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.QueryValue.InstantVector;
import io.narthex.promql.QueryValue.Sample;
import io.narthex.promql.QueryValue.StepMatrix;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.script.internal.Points.Point;
import io.narthex.promql.script.internal.ScriptCommand.Eval;
import io.narthex.spi.model.Labels;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the answer to a query with what an {@code eval} expects. */
public final class ResultCheck {

  private final Eval eval;

  /** Checks against one command. */
  public ResultCheck(Eval eval) {
    this.eval = eval;
  }

  /** Compares annotations and values; null means that all is as expected. */
  public @Nullable Mismatch check(QueryResult result) {
    Expectations expected = eval.expectations();
    Mismatch mismatch = annotations("warning", expected.warnings(), result.warnings());
    if (mismatch == null) {
      mismatch = annotations("info", expected.infos(), result.infos());
    }
    if (mismatch == null && expected.noWarnings() && !result.warnings().isEmpty()) {
      mismatch = new Mismatch("no warning", quoted(result.warnings()));
    }
    if (mismatch == null && expected.noInfos() && !result.infos().isEmpty()) {
      mismatch = new Mismatch("no info", quoted(result.infos()));
    }
    return mismatch == null ? values(result.value()) : mismatch;
  }

  private static @Nullable Mismatch annotations(
      String level, List<MessageMatch> expected, List<String> got) {
    if (expected.isEmpty()) {
      return null;
    }
    for (MessageMatch match : expected) {
      if (got.stream().noneMatch(match::matches)) {
        return new Mismatch(
            level + ' ' + match, got.isEmpty() ? "no " + level : level + "s " + quoted(got));
      }
    }
    for (String message : got) {
      if (expected.stream().noneMatch(match -> match.matches(message))) {
        return new Mismatch("only " + level + "s " + expected, level + ' ' + message);
      }
    }
    return null;
  }

  private static String quoted(List<String> messages) {
    return '"' + String.join("\", \"", messages) + '"';
  }

  private @Nullable Mismatch values(QueryValue value) {
    return switch (value) {
      case QueryValue.Scalar scalar -> scalar(scalar.value());
      case QueryValue.Text text -> text(text.value());
      case InstantVector vector -> vector(vector.samples());
      case StepMatrix matrix ->
          matrix(matrix.series().stream().map(series -> Points.of(matrix, series)).toList());
      case QueryValue.RawMatrix matrix -> matrix(matrix.series().stream().map(Points::of).toList());
    };
  }

  private @Nullable Mismatch scalar(double got) {
    Double expected = eval.scalar();
    if (expected == null) {
      return new Mismatch(expected(), "the scalar " + GoText.general(got));
    }
    return Tolerance.same(expected, got)
        ? null
        : new Mismatch(GoText.general(expected), GoText.general(got));
  }

  private @Nullable Mismatch text(String got) {
    String expected = eval.text() == null ? "" : eval.text();
    return expected.equals(got) ? null : new Mismatch(expected(), "the string \"" + got + '"');
  }

  private String expected() {
    if (eval.text() != null) {
      return "the string \"" + eval.text() + '"';
    }
    if (eval.scalar() != null) {
      return "the scalar " + GoText.general(eval.scalar());
    }
    if (eval.series().isEmpty()) {
      return "an empty result";
    }
    return eval.range() || eval.rangeVector() ? "a matrix" : "a vector";
  }

  private @Nullable Mismatch vector(List<Sample> got) {
    if (eval.scalar() != null) {
      return new Mismatch(expected(), "a vector of " + got.size());
    }
    Map<Labels, SeriesLine> expected = expectedSeries();
    List<Labels> order = List.copyOf(expected.keySet());
    Set<Labels> seen = new HashSet<>();
    for (int i = 0; i < got.size(); i++) {
      Sample sample = got.get(i);
      Point point = new Point(0, sample.value(), sample.histogram(), false);
      SeriesLine line = expected.get(sample.labels());
      String found = text(sample.labels(), point);
      if (line == null) {
        return new Mismatch("no series " + sample.labels(), found);
      }
      if (eval.expectations().ordered() && !order.get(i).equals(sample.labels())) {
        return new Mismatch(order.get(i) + " at position " + (i + 1), found);
      }
      ScriptValue value = line.values().getFirst();
      if (value.omitted()) {
        return new Mismatch("a value for " + line.labels() + " in place of _", found);
      }
      Point wanted = new Point(0, value.value(), value.histogram(), value.hintGiven());
      if (!point.matches(wanted)) {
        return new Mismatch(text(line.labels(), wanted), found);
      }
      if (!seen.add(sample.labels())) {
        return new Mismatch(sample.labels() + " once", "it twice");
      }
    }
    for (SeriesLine line : expected.values()) {
      if (!seen.contains(line.labels())) {
        return new Mismatch(Points.of(line, 0, 0).toString(), "no such series");
      }
    }
    return null;
  }

  private static String text(Labels labels, Point point) {
    return new Points(labels, List.of(point)).toString();
  }

  private Map<Labels, SeriesLine> expectedSeries() {
    Map<Labels, SeriesLine> expected = new LinkedHashMap<>();
    eval.series().forEach(line -> expected.put(line.labels(), line));
    return expected;
  }

  private @Nullable Mismatch matrix(List<Points> got) {
    if (eval.expectations().ordered()) {
      return new Mismatch("an ordered vector", "a matrix");
    }
    if (eval.scalar() != null) {
      return new Mismatch(expected(), "a matrix of " + got.size());
    }
    Mismatch unsorted = unsorted(got);
    if (unsorted != null) {
      return unsorted;
    }
    Map<Labels, SeriesLine> expected = expectedSeries();
    for (Points series : got) {
      SeriesLine line = expected.remove(series.labels());
      if (line == null) {
        return new Mismatch("no series " + series.labels(), series.toString());
      }
      Points wanted = Points.of(line, eval.startMs(), eval.stepMs());
      int values = line.values().size();
      if (values > 1 && eval.startMs() + (values - 1) * eval.stepMs() > eval.endMs()) {
        return new Mismatch(
            values + " values for " + line.labels(), "a time range without so many steps");
      }
      if (!matches(wanted.points(), series.points())) {
        return new Mismatch(wanted.toString(), series.toString());
      }
    }
    for (SeriesLine line : expected.values()) {
      return new Mismatch(
          Points.of(line, eval.startMs(), eval.stepMs()).toString(), "no such series");
    }
    return null;
  }

  private static boolean matches(List<Point> wanted, List<Point> got) {
    if (wanted.size() != got.size()) {
      return false;
    }
    for (int i = 0; i < got.size(); i++) {
      if (!got.get(i).matches(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Mismatch unsorted(List<Points> got) {
    for (int i = 1; i < got.size(); i++) {
      Labels before = got.get(i - 1).labels();
      Labels after = got.get(i).labels();
      if (before.compareTo(after) > 0) {
        return new Mismatch("series sorted by labels", before + " before " + after);
      }
    }
    return null;
  }

  /**
   * Compares the middle step of a range query with the instant expectation.
   *
   * @param matrix the range query's answer
   * @param timeMs the middle step
   * @param scalar whether the instant query gave a scalar
   */
  public @Nullable Mismatch checkStep(StepMatrix matrix, long timeMs, boolean scalar) {
    List<Points> series = matrix.series().stream().map(step -> Points.of(matrix, step)).toList();
    Mismatch unsorted = unsorted(series);
    if (unsorted != null) {
      return unsorted;
    }
    List<Sample> samples =
        series.stream()
            .flatMap(
                points ->
                    points.points().stream()
                        .filter(point -> point.timeMs() == timeMs)
                        .map(p -> new Sample(points.labels(), p.value(), p.histogram())))
            .toList();
    if (!scalar) {
      return vector(samples);
    }
    return samples.isEmpty()
        ? new Mismatch(expected(), "no sample")
        : scalar(samples.getFirst().value());
  }
}
