// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryException.Kind;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStatistics;
import io.narthex.promql.QueryValue;
import io.narthex.promql.QueryValue.InstantVector;
import io.narthex.promql.QueryValue.RawMatrix;
import io.narthex.promql.QueryValue.RawSeries;
import io.narthex.promql.QueryValue.Sample;
import io.narthex.promql.QueryValue.StepMatrix;
import io.narthex.promql.QueryValue.StepSeries;
import io.narthex.promql.internal.annotation.Annotation.Level;
import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.parser.ParseException;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.promql.naive.NaiveValue.Mat;
import io.narthex.promql.naive.NaiveValue.Num;
import io.narthex.promql.naive.NaiveValue.Str;
import io.narthex.promql.naive.NaiveValue.Vec;
import io.narthex.promql.script.ScriptSettings;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.StorageEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Evaluates queries step by step. Metric names are always dropped at the end. */
final class NaiveEngine implements QueryEngine {

  private static final QueryStatistics NO_STATISTICS = QueryStatistics.NONE;

  private final StorageEngine storage;
  private final ScriptSettings settings;

  NaiveEngine(StorageEngine storage, ScriptSettings settings) {
    this.storage = storage;
    this.settings = settings;
  }

  static Expr parse(String expression, ScriptSettings settings) throws QueryException {
    try {
      return Parser.parse(
          expression,
          new ParserOptions(
              settings.experimentalFunctions(),
              settings.durationExpressions(),
              settings.extendedRangeSelectors(),
              settings.fillModifiers()),
          NaiveTypes::get);
    } catch (ParseException e) {
      throw new QueryException(Kind.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public QueryResult instant(String expression, long timeMs, QueryOptions options)
      throws QueryException {
    Context context = new Context(storage, settings, new Annotations(), timeMs, timeMs, 0);
    Expr expr = parse(expression, settings);
    try {
      QueryValue value =
          switch (new Interpreter(context, expr).eval(expr, timeMs)) {
            case Num n -> new QueryValue.Scalar(timeMs, n.value());
            case Str s -> new QueryValue.Text(timeMs, s.value());
            case Vec v -> vector(v.elements(), timeMs);
            case Mat m -> matrix(m.windows());
          };
      return result(value, context, expression);
    } catch (NaiveException e) {
      throw new QueryException(Kind.EXECUTION, String.valueOf(e.getMessage()), e);
    }
  }

  private static QueryResult result(QueryValue value, Context context, String expression) {
    Annotations annotations = context.annotations();
    return new QueryResult(
        value,
        annotations.render(Level.WARNING, expression),
        annotations.render(Level.INFO, expression),
        NO_STATISTICS);
  }

  private static void checkUnique(List<Element> elements) {
    Set<Labels> seen = new HashSet<>();
    for (Element e : elements) {
      if (!seen.add(e.labels())) {
        throw new NaiveException("vector cannot contain metrics with the same labelset");
      }
    }
  }

  private static QueryValue vector(List<Element> elements, long timeMs) {
    List<Element> named = Element.named(elements);
    checkUnique(named);
    return new InstantVector(
        timeMs,
        named.stream()
            .map(
                e -> {
                  FloatHistogram h = e.histogram();
                  return new Sample(e.labels(), e.value(), h == null ? null : h.toHistogram());
                })
            .toList());
  }

  private static QueryValue matrix(List<Window> windows) {
    List<RawSeries> series = new ArrayList<>();
    for (Window window : windows) {
      List<Element> points = window.points();
      Labels labels = window.dropName() ? Element.withoutNaming(window.labels()) : window.labels();
      series.add(
          new RawSeries(
              labels,
              points.stream().mapToLong(Element::timeMs).toArray(),
              points.stream().mapToDouble(Element::value).toArray(),
              points.stream()
                  .map(
                      p -> {
                        FloatHistogram h = p.histogram();
                        return h == null ? null : h.toHistogram();
                      })
                  .toArray(Histogram[]::new)));
    }
    series.sort(Comparator.comparing(RawSeries::labels));
    return new RawMatrix(series);
  }

  @Override
  public QueryResult range(
      String expression, long startMs, long endMs, long stepMs, QueryOptions options)
      throws QueryException {
    Context context = new Context(storage, settings, new Annotations(), startMs, endMs, stepMs);
    Expr expr = parse(expression, settings);
    if (expr.type() != ValueType.VECTOR && expr.type() != ValueType.SCALAR) {
      throw new QueryException(
          Kind.BAD_DATA,
          "invalid expression type \""
              + expr.type().documented()
              + "\" for range query, must be Scalar or instant Vector",
          null);
    }
    int steps = (int) ((endMs - startMs) / stepMs) + 1;
    Interpreter interpreter = new Interpreter(context, expr);
    Map<Labels, StepSeries> series = new TreeMap<>();
    try {
      for (int i = 0; i < steps; i++) {
        List<Element> elements = Element.named(interpreter.vector(expr, startMs + i * stepMs));
        checkUnique(elements);
        for (Element e : elements) {
          StepSeries row = series.computeIfAbsent(e.labels(), l -> empty(l, steps));
          FloatHistogram h = e.histogram();
          Histogram[] histograms = row.histograms();
          if (h == null) {
            row.values()[i] = e.value();
          } else if (histograms != null) {
            histograms[i] = h.toHistogram();
          }
        }
      }
    } catch (NaiveException e) {
      throw new QueryException(Kind.EXECUTION, String.valueOf(e.getMessage()), e);
    }
    return result(
        new StepMatrix(startMs, stepMs, steps, List.copyOf(series.values())), context, expression);
  }

  private static StepSeries empty(Labels labels, int steps) {
    double[] values = new double[steps];
    Arrays.fill(values, SpecialValues.ABSENT);
    return new StepSeries(labels, values, new Histogram[steps]);
  }
}
