// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.script.internal.MemoryStorage;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the engine promises of any query, and scripts cannot ask for. */
class EngineRowsTest {

  /** Each by a writer of its own, so that helpers take some of them. */
  private static final int SERIES = 200;

  private final MemoryStorage storage = new MemoryStorage();
  private EvaluationEngine engine;

  @BeforeEach
  void load() {
    for (int i = 0; i < SERIES; i++) {
      try (RowWriter writer = storage.writer(Labels.of("i", "" + i))) {
        int column = writer.column(Labels.of("__name__", "m", "i", "" + i * 7 % SERIES));
        writer.row(60_000);
        writer.set(column, i % 10);
        writer.commit();
      }
    }
    engine = TestEngines.engine(() -> storage, () -> FunctionRegistry.STANDARD);
  }

  private List<QueryValue.Sample> instant(String expression, long time, QueryOptions options)
      throws QueryException {
    return ((QueryValue.InstantVector) engine.instant(expression, time, options).value()).samples();
  }

  @Test
  void lookbackIsOpenOnItsLeftAndAQueryMayChooseItsOwn() throws Exception {
    QueryOptions second = new QueryOptions(null, Duration.ofSeconds(1), false);
    assertThat(instant("m", 60_000 + 299_999, QueryOptions.DEFAULT)).hasSize(SERIES);
    assertThat(instant("m", 60_000 + 300_000, QueryOptions.DEFAULT)).isEmpty();
    assertThat(instant("m", 60_999, second)).hasSize(SERIES);
    assertThat(instant("m", 61_000, second)).isEmpty();
    assertThat(instant("m", 59_999, QueryOptions.DEFAULT)).isEmpty();
  }

  @Test
  void rangeQueriesTakeNumbersAndInstantVectorsOnly() {
    for (String text : List.of("m[5m]", "m[5m:1m]", "'text'")) {
      assertThatThrownBy(() -> engine.range(text, 0, 60_000, 15_000, QueryOptions.DEFAULT))
          .hasMessageStartingWith("invalid expression type \"")
          .hasMessageEndingWith("\" for range query, must be Scalar or instant Vector");
    }
    assertThatThrownBy(() -> engine.range("m", 0, 1, 0, QueryOptions.DEFAULT))
        .hasMessageStartingWith("zero or negative query resolution step widths");
  }

  /** Ten thousand windows of a million samples, which are a single series. */
  @Test
  @Timeout(20)
  void aSingleSeriesDoesNotOutliveItsTime() {
    QueryOptions hurried = new QueryOptions(Duration.ofMillis(500), null, false);
    String expression = "stddev_over_time(vector(time())[12d:1s])";
    assertThatThrownBy(() -> engine.range(expression, 0, 10_000_000, 1_000, hurried))
        .hasMessage("query timed out in expression evaluation");
  }

  /** Two inputs and a result at a time, beside what all operators share. */
  @Test
  void aChainOfOperatorsHoldsWhatOneOfThemNeeds() throws Exception {
    for (String text : List.of("m" + " + m".repeat(99), "m" + " or m".repeat(99))) {
      EngineSettings settings = TestEngines.settings(Map.of("query.max-samples", "1500"));
      EvaluationEngine small = new EvaluationEngine(settings, () -> storage, WorkerPool.NONE);
      QueryResult result = small.instant(text, 60_000, QueryOptions.DEFAULT);
      assertThat(((QueryValue.InstantVector) result.value()).samples()).hasSize(SERIES);
    }
  }

  @Test
  void vectorsAreInOrderOfLabelsUnlessSorted() throws Exception {
    Comparator<QueryValue.Sample> byLabels = Comparator.comparing(QueryValue.Sample::labels);
    for (String text : List.of("m", "m * 2", "sum by (i) (m)", "m and m", "count_values('v', m)")) {
      assertThat(instant(text, 60_000, QueryOptions.DEFAULT))
          .as(text)
          .isSortedAccordingTo(byLabels)
          .hasSizeGreaterThan(5);
    }
    for (String text : List.of("sort(m)", "sort(m) * 2", "bottomk(150, m)")) {
      assertThat(instant(text, 60_000, QueryOptions.DEFAULT))
          .as(text)
          .isSortedAccordingTo(Comparator.comparing(QueryValue.Sample::value));
    }
  }
}
