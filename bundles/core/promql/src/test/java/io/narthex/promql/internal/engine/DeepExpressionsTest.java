// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.Nesting;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.promql.script.internal.MemoryStorage;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long chains of operators and deep nesting are evaluated, up to a bound. */
@Timeout(60)
class DeepExpressionsTest {

  /** Chains of operators have a level for each, and their operands one more. */
  private static final int LEVELS = Nesting.MOST - 2;

  private static QueryResult query(String expression, QueryOptions options) throws QueryException {
    MemoryStorage storage = new MemoryStorage();
    try (RowWriter writer = storage.writer(Labels.empty())) {
      int column = writer.column(Labels.of("__name__", "m"));
      writer.row(60_000);
      writer.set(column, 1);
      writer.commit();
    }
    EngineSettings settings =
        TestEngines.settings(Map.of("query.max-samples", "100000000", "query.timeout", "1m"));
    return TestEngines.engine(() -> storage, () -> FunctionRegistry.STANDARD)
        .instant(expression, 60_000, options);
  }

  private static double value(String expression) throws QueryException {
    return switch (query(expression, QueryOptions.DEFAULT).value()) {
      case QueryValue.Scalar s -> s.value();
      case QueryValue.InstantVector v -> v.samples().getFirst().value();
      default -> throw new AssertionError("neither a number nor a vector: " + expression);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "1, ' + 1', '', 9999",
    "m, ' + m', '', 9999",
    "m, ' + 1', '', 9999",
    "m, ' or m', '', 1",
    "m, ' and m', '', 1",
    "m, ' == m', '', 1",
  })
  void chainsOfOperators(String first, String next, String last, double value) throws Exception {
    assertThat(value(first + next.repeat(LEVELS) + last)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1, (, )",
    "1, -, ''",
    "1, sum(, )",
    "1, abs(, )",
    "2, 'm ^ ', ''",
    "3, '1 + (', )",
  })
  void nesting(int levelsEach, String before, String after) throws Exception {
    int times = LEVELS / levelsEach;
    assertThat(value(before.repeat(times) + "m" + after.repeat(times))).isPositive();
  }

  @Test
  void subqueriesAndDurations() throws Exception {
    int levels = 1_000;
    assertThat(value("max_over_time(".repeat(levels) + "m" + "[1m:1m])".repeat(levels)))
        .isEqualTo(1);
    assertThat(value("count_over_time(m[1m" + " + 1ms".repeat(LEVELS - 2) + "])")).isEqualTo(1);
  }

  @Test
  void conditionsAreFoundInAllSelectors() throws Exception {
    Expressions expressions = new Expressions(ParserOptions.ALL, () -> FunctionRegistry.STANDARD);
    assertThat(expressions.selectors("m" + " + m".repeat(LEVELS))).hasSize(LEVELS + 1);
  }

  @Test
  void moreIsRefused() {
    for (String text : new String[] {"1" + "+1".repeat(Nesting.MOST), "(".repeat(20_000) + "1"}) {
      assertThatThrownBy(() -> query(text, QueryOptions.DEFAULT))
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("nests deeper than 10000 levels");
    }
    assertThatThrownBy(
            () -> query("1" + "+1".repeat(Nesting.USUAL), QueryOptions.DEFAULT.explained(true)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("cannot be explained");
  }

  @Test
  void canBeCancelledAndTimesOut() {
    QueryOptions hurried = new QueryOptions(Duration.ofNanos(1), null, false);
    assertThatThrownBy(() -> query("m" + " + m".repeat(LEVELS), hurried))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("timed out");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> query("m" + " + m".repeat(LEVELS), QueryOptions.DEFAULT))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("canceled");
    assertThat(Thread.interrupted()).isTrue();
  }
}
