// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.naive;

import static org.assertj.core.api.Assertions.fail;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryValue.StepMatrix;
import io.narthex.promql.QueryValue.StepSeries;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.engine.EngineSettings;
import io.narthex.promql.internal.engine.EvaluationEngine;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.promql.script.internal.MemoryStorage;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random range queries, by the engine and by the interpreter. They must agree at each step, also on
 * refusing. How many can be set by the system property {@code narthex.differential}.
 */
class DifferentialTest {

  private static final int QUERIES = Integer.getInteger("narthex.differential", 12_000);

  /** Rounding may differ by this, relative to the larger value. */
  private static final double TOLERANCE = 1e-6;

  private final long seed = Long.getLong("narthex.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final MemoryStorage storage = new MemoryStorage();
  private final List<NaiveSeries> data = new ArrayList<>();

  private void load() {
    for (String metric : List.of("c_total", "g", "h")) {
      for (String i : List.of("a", "b", "c")) {
        for (String j : List.of("x", "y")) {
          if (random.nextInt(6) > 0) {
            series(metric, i, j);
          }
        }
      }
    }
  }

  private void series(String metric, String i, String j) {
    Labels labels = Labels.of("__name__", metric, "i", i, "j", j);
    TreeMap<Long, Double> samples = new TreeMap<>();
    double counter = random.nextInt(50);
    long t = random.nextInt(15_000);
    while (t < 1_500_000) {
      counter = random.nextInt(25) == 0 ? 0 : counter + random.nextInt(20) + 0.25;
      double value =
          switch (metric) {
            case "c_total" -> counter;
            case "g" -> random.nextInt(2_000_000) / 1000.0 - 1000;
            default -> random.nextInt(4);
          };
      samples.put(t, random.nextInt(40) == 0 ? SpecialValues.STALE : value);
      t += random.nextInt(30) == 0 ? 400_000 : 15_000 + random.nextInt(3) * (random.nextInt(200));
    }
    data.add(new NaiveSeries(labels, samples));
    try (RowWriter writer = storage.writer(labels)) {
      int column = writer.column(labels);
      samples.forEach(
          (time, value) -> {
            writer.row(time);
            writer.set(column, value);
          });
      writer.commit();
    }
  }

  @Test
  void engineAgreesWithTheInterpreter() {
    System.out.println("DifferentialTest seed " + seed);
    load();
    QueryEngine engine =
        new EvaluationEngine(EngineSettings.of(name -> null), () -> storage, WorkerPool.NONE);
    RandomExpressions expressions = new RandomExpressions(random);
    for (int n = 0; n < QUERIES; n++) {
      String text = expressions.vector(1 + random.nextInt(3));
      long start = random.nextInt(1_200_000);
      long step = 7_000 + random.nextInt(90_000);
      long end = start + step * random.nextInt(6) + random.nextInt(500);
      compare(engine, text, start, end, step);
    }
  }

  private void compare(QueryEngine engine, String text, long start, long end, long step) {
    String what = "seed " + seed + ": " + text + " from " + start + " to " + end + " step " + step;
    StepMatrix matrix = null;
    String refusal = "";
    try {
      matrix = (StepMatrix) engine.range(text, start, end, step, QueryOptions.DEFAULT).value();
    } catch (QueryException e) {
      refusal = String.valueOf(e.getMessage());
    }
    Expr expr = Parser.parse(text, ParserOptions.ALL, FunctionRegistry.STANDARD::type);
    NaiveInterpreter naive = new NaiveInterpreter(data, start, end);
    List<Map<Labels, Double>> expected = new ArrayList<>();
    try {
      for (long t = start; t <= end; t += step) {
        expected.add(naive.evaluate(expr, t));
      }
    } catch (NaiveFailure e) {
      if (matrix != null) {
        fail(what + "\nthe interpreter refuses: " + e.getMessage() + "\nthe engine answers");
      }
      return;
    }
    if (matrix == null) {
      // Over a range the engine refuses equal labels even where they never meet at one step.
      // And it evaluates a subquery also between the windows of two steps, as upstream does.
      boolean mayDiffer = refusal.equals(EvaluationException.SAME_LABELS) || text.contains(":");
      if (!mayDiffer) {
        fail(what + "\nthe engine refuses: " + refusal);
      }
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      compareStep(what, i, matrix, expected.get(i));
    }
  }

  private static void compareStep(
      String what, int step, StepMatrix matrix, Map<Labels, Double> expected) {
    Map<Labels, Double> left = new HashMap<>(expected);
    for (StepSeries s : matrix.series()) {
      double got = s.values()[step];
      if (SpecialValues.isAbsent(got)) {
        continue;
      }
      Double want = left.remove(s.labels());
      if (want == null || !near(want, got)) {
        fail(what + "\nstep " + step + " " + s.labels() + ": want " + want + ", got " + got);
      }
    }
    if (!left.isEmpty()) {
      fail(what + "\nstep " + step + ": the engine misses " + left);
    }
  }

  private static boolean near(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) == Double.isNaN(b);
    }
    return a == b || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
  }
}
