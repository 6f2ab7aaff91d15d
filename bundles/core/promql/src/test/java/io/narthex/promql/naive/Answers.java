// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramText;
import io.narthex.promql.internal.histogram.Nearly;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An answer in a form that compares: samples by series and time, or the error.
 *
 * @param samples by {@code labels@time}
 * @param remarks warnings and infos
 * @param error the message, or empty
 */
record Answers(Map<String, Value> samples, TreeSet<String> remarks, String error) {

  private static final double EPSILON = 1e-9;
  private static final int STEPS = 11;

  /** A float or a histogram. */
  record Value(double number, @Nullable Histogram histogram) {

    boolean same(Value other) {
      Histogram a = histogram;
      Histogram b = other.histogram;
      if (a == null || b == null) {
        return a == b && Nearly.equal(number, other.number, EPSILON);
      }
      Histogram x = FloatHistogram.of(a).compact().toHistogram();
      Histogram y = FloatHistogram.of(b).compact().toHistogram();
      return x.schema() == y.schema()
          && x.resetHint() == y.resetHint()
          && Nearly.equal(x.count(), y.count(), EPSILON)
          && Nearly.equal(x.sum(), y.sum(), EPSILON)
          && Nearly.equal(x.zeroCount(), y.zeroCount(), EPSILON)
          && x.positiveSpans().equals(y.positiveSpans())
          && x.negativeSpans().equals(y.negativeSpans())
          && same(x.positiveCounts(), y.positiveCounts())
          && same(x.negativeCounts(), y.negativeCounts())
          && same(x.customBounds(), y.customBounds());
    }

    private static boolean same(double[] a, double[] b) {
      boolean same = a.length == b.length;
      for (int i = 0; same && i < a.length; i++) {
        same = Nearly.equal(a[i], b[i], EPSILON);
      }
      return same;
    }

    @Override
    public String toString() {
      return histogram == null ? String.valueOf(number) : HistogramText.script(histogram);
    }
  }

  /** Asks an engine, at a time or from it on. */
  static Answers of(QueryEngine engine, String query, long timeMs, boolean range) {
    QueryResult result;
    try {
      result =
          range
              ? engine.range(
                  query, timeMs, timeMs + (STEPS - 1) * 20_000L, 20_000, QueryOptions.DEFAULT)
              : engine.instant(query, timeMs, QueryOptions.DEFAULT);
    } catch (QueryException e) {
      return new Answers(new TreeMap<>(), new TreeSet<>(), String.valueOf(e.getMessage()));
    }
    Map<String, Value> samples = new TreeMap<>();
    switch (result.value()) {
      case QueryValue.Scalar s -> samples.put("scalar", new Value(s.value(), null));
      case QueryValue.Text t -> samples.put(t.value(), new Value(0, null));
      case QueryValue.InstantVector v ->
          v.samples()
              .forEach(
                  s -> samples.put(s.labels().toString(), new Value(s.value(), s.histogram())));
      case QueryValue.RawMatrix m ->
          m.series()
              .forEach(
                  s -> {
                    for (int i = 0; i < s.timestampsMs().length; i++) {
                      add(
                          samples,
                          s.labels() + "@" + s.timestampsMs()[i],
                          s.values()[i],
                          s.histograms(),
                          i);
                    }
                  });
      case QueryValue.StepMatrix m ->
          m.series()
              .forEach(
                  s -> {
                    for (int i = 0; i < m.steps(); i++) {
                      add(samples, s.labels() + "@" + i, s.values()[i], s.histograms(), i);
                    }
                  });
    }
    TreeSet<String> remarks = new TreeSet<>();
    result.warnings().forEach(remark -> remarks.add(withoutPlace(remark)));
    result.infos().forEach(remark -> remarks.add(withoutPlace(remark)));
    return new Answers(samples, remarks, "");
  }

  /**
   * Cuts position and times off. Of two remarks with the same words the later stands, and the
   * interpreter, going step by step, meets them in another order.
   */
  private static String withoutPlace(String remark) {
    return remark.replaceFirst("( \\(\\d+:\\d+\\)|, from buckets .*)$", "");
  }

  private static void add(
      Map<String, Value> samples,
      String key,
      double value,
      @Nullable Histogram @Nullable [] histograms,
      int i) {
    Histogram h = histograms == null ? null : histograms[i];
    if (h != null || !SpecialValues.isAbsent(value)) {
      samples.put(key, new Value(value, h));
    }
  }

  /** Returns the same with metric names taken off. */
  Answers withoutNames() {
    Map<String, Value> unnamed = new TreeMap<>();
    samples.forEach(
        (key, value) -> unnamed.put(key.replaceFirst("__name__=\"[^\"]*\"(, )?", ""), value));
    return new Answers(unnamed, remarks, error);
  }

  /** Returns what is different, or null. */
  static @Nullable String difference(Answers engine, Answers naive, boolean withRemarks) {
    if (!engine.error.isEmpty() || !naive.error.isEmpty()) {
      boolean both = !engine.error.isEmpty() && !naive.error.isEmpty();
      return both ? null : "engine \"" + engine.error + "\", naive \"" + naive.error + "\"";
    }
    TreeSet<String> keys = new TreeSet<>(engine.samples.keySet());
    keys.addAll(naive.samples.keySet());
    List<String> found = new ArrayList<>();
    for (String key : keys) {
      Value a = engine.samples.get(key);
      Value b = naive.samples.get(key);
      if (a == null || b == null || !a.same(b)) {
        found.add(key + " engine " + a + ", naive " + b);
      }
    }
    if (withRemarks && found.isEmpty() && !engine.remarks.equals(naive.remarks)) {
      return "engine says " + engine.remarks + ", naive " + naive.remarks;
    }
    return found.isEmpty() ? null : String.join("; ", found.subList(0, Math.min(2, found.size())));
  }
}
