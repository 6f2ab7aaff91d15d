// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStatistics;
import io.narthex.promql.QueryValue;
import io.narthex.promql.QueryValue.InstantVector;
import io.narthex.promql.QueryValue.Sample;
import io.narthex.promql.QueryValue.StepMatrix;
import io.narthex.promql.QueryValue.StepSeries;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine that knows metric names (the last sample of five minutes), numbers, quoted texts, and a
 * few words that make it warn or fail; enough to test the runner.
 */
final class FakeTarget implements ScriptTarget {

  private static final QueryStatistics NONE = QueryStatistics.NONE;

  final List<String> queries = new ArrayList<>();

  @Override
  public Optional<String> pinned(String expression, long timeMs, ScriptSettings settings)
      throws QueryException {
    if (expression.startsWith("!")) {
      throw new QueryException(QueryException.Kind.BAD_DATA, "1:1: unexpected '!'", null);
    }
    return Character.isLetter(expression.charAt(0)) && !expression.contains("(")
        ? Optional.of(expression + " @ " + timeMs)
        : Optional.empty();
  }

  @Override
  public QueryEngine engine(StorageEngine storage, ScriptSettings settings) {
    return new QueryEngine() {
      @Override
      public QueryResult instant(String expression, long timeMs, QueryOptions options)
          throws QueryException {
        queries.add(expression + " at " + timeMs);
        if (expression.startsWith("\"")) {
          return result(new QueryValue.Text(timeMs, expression.replace("\"", "")), expression);
        }
        if (Character.isDigit(expression.charAt(0))) {
          return result(new QueryValue.Scalar(timeMs, Double.parseDouble(expression)), expression);
        }
        List<Sample> samples = new ArrayList<>(vector(storage, expression, timeMs).values());
        if (expression.startsWith("down")) {
          samples.sort(Comparator.comparing(sample -> -sample.value()));
        }
        return result(new InstantVector(timeMs, samples), expression);
      }

      @Override
      public QueryResult range(
          String expression, long startMs, long endMs, long stepMs, QueryOptions options)
          throws QueryException {
        queries.add(expression + " from " + startMs + " to " + endMs);
        int steps = (int) ((endMs - startMs) / stepMs) + 1;
        Map<Labels, StepSeries> series = new LinkedHashMap<>();
        for (int i = 0; i < steps; i++) {
          int step = i;
          long time = startMs + i * stepMs;
          Map<Labels, Sample> vector =
              Character.isDigit(expression.charAt(0))
                  ? Map.of(
                      Labels.empty(),
                      new Sample(Labels.empty(), Double.parseDouble(expression), null))
                  : vector(storage, expression, time);
          vector.forEach(
              (labels, sample) -> {
                double[] values = new double[steps];
                Arrays.fill(values, SpecialValues.ABSENT);
                series.computeIfAbsent(labels, l -> new StepSeries(l, values, new Histogram[steps]))
                        .values()[step] =
                    sample.value();
              });
        }
        List<StepSeries> sorted =
            series.values().stream().sorted(Comparator.comparing(StepSeries::labels)).toList();
        return result(new StepMatrix(startMs, stepMs, steps, sorted), expression);
      }
    };
  }

  private static QueryResult result(QueryValue value, String expression) {
    return new QueryResult(
        value,
        expression.startsWith("warned") ? List.of("PromQL warning: careful (1:1)") : List.of(),
        expression.startsWith("informed") ? List.of("PromQL info: note (1:1)") : List.of(),
        NONE);
  }

  private static Map<Labels, Sample> vector(StorageEngine storage, String expression, long timeMs)
      throws QueryException {
    if (expression.startsWith("fail")) {
      throw new QueryException(QueryException.Kind.EXECUTION, "it failed on purpose", null);
    }
    if (expression.startsWith("crash")) {
      throw new IllegalStateException("a defect");
    }
    String[] parts = expression.split(" @ ");
    long at = parts.length > 1 ? Long.parseLong(parts[1]) : timeMs;
    Map<Labels, Sample> samples = new LinkedHashMap<>();
    List<Matcher> matchers = List.of(Matcher.equal(Label.METRIC_NAME, parts[0]));
    try (Selection selection = storage.select(new SelectRequest(matchers, at - 299_999, at))) {
      for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
        int last = batch.rowCount() - 1;
        double[] values = new double[last + 1];
        Histogram[] histograms = new Histogram[last + 1];
        batch.values(0, values, 0);
        batch.histograms(0, histograms, 0);
        if (!SpecialValues.isStale(values[last])) {
          samples.put(batch.labels(0), new Sample(batch.labels(0), values[last], histograms[last]));
        }
      }
    }
    return samples;
  }
}
