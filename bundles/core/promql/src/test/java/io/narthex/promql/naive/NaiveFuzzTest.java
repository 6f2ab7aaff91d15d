// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.internal.engine.EngineScriptTarget;
import io.narthex.promql.script.ScriptSettings;
import io.narthex.promql.script.internal.MemoryStorage;
import io.narthex.promql.script.internal.ScriptSyntaxException;
import io.narthex.promql.script.internal.ScriptValue;
import io.narthex.promql.script.internal.SeriesLine;
import io.narthex.promql.script.internal.SeriesParser;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Plays the interpreter against the engine. The system property {@code narthex.fuzz.queries} sets
 * how many expressions are tried, {@code narthex.fuzz.seed} with which seed; both are printed.
 */
class NaiveFuzzTest {

  private static final int STEP_MS = 15_000;

  /**
   * The same queries in each build, so that a build that turns red does so by what it changed.
   * Other seeds are for whoever looks for more.
   */
  private static final long DEFAULT_SEED = 20_261_122;

  /** How many queries have one seed. */
  private static final int PART = 2000;

  private static final int MAX_DIFFERENCES = 20;

  private static final ScriptSettings SETTINGS =
      new ScriptSettings(
          true,
          true,
          true,
          true,
          true,
          true,
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          50_000_000,
          Duration.ofMinutes(1));

  static MemoryStorage storage() throws ScriptSyntaxException {
    MemoryStorage storage = new MemoryStorage();
    try (RowWriter writer = storage.writer(Labels.empty())) {
      for (String line : FuzzVocabulary.DATA.lines().toList()) {
        SeriesLine series = SeriesParser.parse(line, 1);
        int column = writer.column(series.labels());
        for (int i = 0; i < series.values().size(); i++) {
          ScriptValue value = series.values().get(i);
          writer.row((long) i * STEP_MS);
          if (value.histogram() != null) {
            writer.setHistogram(column, value.histogram());
          } else if (!value.omitted()) {
            writer.set(column, value.value());
          }
        }
      }
      writer.commit();
    }
    return storage;
  }

  /**
   * Subqueries are evaluated, remark and fail on steps between windows too, as upstream has it; the
   * interpreter does not visit those.
   */
  private static boolean looksBetweenWindows(String query) {
    return query.contains(":");
  }

  /** Tries some queries; adds what differs. */
  private static void compare(MemoryStorage storage, long seed, int queries, List<String> found) {
    Random random = new Random(seed);
    RandomQueries generator = new RandomQueries(random, new FuzzVocabulary());
    QueryEngine engine = new EngineScriptTarget().engine(storage, SETTINGS);
    QueryEngine naive = new NaiveEngine(storage, SETTINGS);
    for (int i = 0; i < queries && found.size() < MAX_DIFFERENCES; i++) {
      String query = generator.next();
      long time = random.nextInt(700) * 1000L;
      boolean range = random.nextBoolean();
      Answers answer = Answers.of(engine, query, time, range);
      boolean between = looksBetweenWindows(query);
      if (between && !answer.error().isEmpty()) {
        continue;
      }
      Answers expected = Answers.of(naive, query, time, range);
      if (range && query.contains(" or")) {
        // A series that both sides bring has its name or not by which side came first, as upstream
        // has it; the interpreter, which sees one step at a time, decides at each.
        answer = answer.withoutNames();
        expected = expected.withoutNames();
      }
      String difference = Answers.difference(answer, expected, !between);
      if (difference != null) {
        found.add(query + (range ? " from " : " at ") + time + ": " + difference);
      }
    }
  }

  @Test
  void answersAreTheSame() throws Exception {
    long seed = Long.getLong("narthex.fuzz.seed", DEFAULT_SEED);
    int queries = Integer.getInteger("narthex.fuzz.queries", 100_000);
    MemoryStorage storage = storage();
    List<String> differences = Collections.synchronizedList(new ArrayList<>());
    long start = System.nanoTime();
    // Parts of a fixed size, so that a seed means the same queries on any number of cores.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (int part = 0; part * PART < queries; part++) {
        long partSeed = seed * 1_000_003 + part;
        int size = Math.min(PART, queries - part * PART);
        threads.submit(() -> compare(storage, partSeed, size, differences));
      }
    }
    System.out.println(
        "NaiveFuzzTest seed "
            + seed
            + ": "
            + queries
            + " queries in "
            + (System.nanoTime() - start) / 1_000_000_000
            + " s");
    assertThat(differences).as("seed %d, %d queries", seed, queries).isEmpty();
  }
}
