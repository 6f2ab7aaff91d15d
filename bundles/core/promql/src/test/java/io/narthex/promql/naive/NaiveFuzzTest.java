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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Plays the interpreter against the engine. The system property {@code narthex.fuzz.queries} sets
 * how many expressions are tried, {@code narthex.fuzz.seed} with which seed; both are in the
 * message of a failure.
 */
class NaiveFuzzTest {

  private static final int STEP_MS = 15_000;

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
      for (String line : RandomQueries.DATA.lines().toList()) {
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

  /** Subqueries remark on steps between windows too, which the interpreter does not visit. */
  private static boolean comparesRemarks(String query) {
    return !query.contains(":");
  }

  @Test
  void answersAreTheSame() throws ScriptSyntaxException {
    long seed = Long.getLong("narthex.fuzz.seed", System.nanoTime());
    int queries = Integer.getInteger("narthex.fuzz.queries", 2000);
    Random random = new Random(seed);
    RandomQueries generator = new RandomQueries(random);
    MemoryStorage storage = storage();
    QueryEngine engine = new EngineScriptTarget().engine(storage, SETTINGS);
    QueryEngine naive = new NaiveEngine(storage, SETTINGS);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < queries && differences.size() < 20; i++) {
      String query = generator.next();
      long time = random.nextInt(700) * 1000L;
      boolean range = random.nextBoolean();
      String difference =
          Answers.difference(
              Answers.of(engine, query, time, range),
              Answers.of(naive, query, time, range),
              comparesRemarks(query));
      if (difference != null) {
        differences.add(query + (range ? " from " : " at ") + time + ": " + difference);
      }
    }
    assertThat(differences).as("seed %d, %d queries", seed, queries).isEmpty();
  }
}
