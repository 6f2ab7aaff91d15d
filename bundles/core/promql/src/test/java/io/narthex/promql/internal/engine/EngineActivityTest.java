// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.ExplainedOperator;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryException.Kind;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryOrigin;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStatistics;
import io.narthex.promql.RunningQuery;
import io.narthex.promql.internal.activity.ActiveQueryFile;
import io.narthex.promql.internal.activity.Activity;
import io.narthex.promql.internal.activity.QueryRecord;
import io.narthex.promql.script.internal.MemoryStorage;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineActivityTest {

  private static final Histogram HISTOGRAM =
      new Histogram(
          1,
          false,
          Histogram.ResetHint.UNKNOWN,
          0,
          0,
          5,
          20,
          List.of(new BucketSpan(0, 4)),
          new double[] {1, 2, 1, 1},
          List.of(),
          new double[0],
          new double[0]);

  private final MemoryStorage memory = new MemoryStorage();
  private final CountDownLatch selecting = new CountDownLatch(1);
  private final Activity activity = new Activity(ActiveQueryFile.NONE);
  private final List<QueryRecord> ended = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void load() {
    try (RowWriter writer = memory.writer(Labels.empty())) {
      for (String instance : List.of("1", "2", "3")) {
        int column = writer.column(Labels.of("__name__", "x", "instance", instance));
        for (int i = 0; i <= 100; i++) {
          writer.row(i * 10_000L);
          writer.set(column, 1 + i);
        }
      }
      int column = writer.column(Labels.of("__name__", "h"));
      for (int i = 0; i <= 100; i++) {
        writer.row(i * 10_000L);
        writer.setHistogram(column, HISTOGRAM);
      }
      writer.commit();
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** A storage engine whose selects wait until they are interrupted. */
  private StorageEngine waiting() {
    return (StorageEngine)
        Proxy.newProxyInstance(
            StorageEngine.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (proxy, method, args) -> {
              if (method.getName().equals("select")) {
                selecting.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
              try {
                return method.invoke(memory, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private EvaluationEngine engine(StorageEngine storage, Map<String, String> flags) {
    return TestEngines.engine(TestEngines.settings(flags), () -> storage, activity, ended::add);
  }

  @Test
  void aRunningQueryIsListedAndCanBeCancelled() throws Exception {
    EvaluationEngine engine = engine(waiting(), Map.of());
    QueryOrigin origin = new QueryOrigin.Http("10.0.0.1", "GET", "/api/v1/query");
    Future<QueryResult> query =
        threads.submit(
            () -> engine.range("sum(x)", 0, 60_000, 15_000, QueryOptions.DEFAULT.from(origin)));
    assertThat(selecting.await(10, TimeUnit.SECONDS)).isTrue();
    RunningQuery running = activity.running().getFirst();
    assertThat(running.expression()).isEqualTo("sum(x)");
    assertThat(running.endMs()).isEqualTo(60_000);
    assertThat(running.stepMs()).isEqualTo(15_000);
    assertThat(running.queued()).isFalse();
    assertThat(running.origin()).isEqualTo(origin);

    assertThat(activity.cancel(running.id())).isTrue();
    assertThatThrownBy(() -> query.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(QueryException.class)
        .hasMessageContaining("query was canceled in expression evaluation");
    assertThat(activity.running()).isEmpty();
    assertThat(activity.cancel(running.id())).isFalse();
    assertThat(ended.getFirst().error()).isEqualTo("query was canceled in expression evaluation");
  }

  @Test
  void aQueryThatWaitsForASlotIsListedAndCanBeCancelled() throws Exception {
    EvaluationEngine engine = engine(waiting(), Map.of("query.max-concurrency", "1"));
    Future<QueryResult> first = threads.submit(() -> engine.instant("x", 0, QueryOptions.DEFAULT));
    assertThat(selecting.await(10, TimeUnit.SECONDS)).isTrue();
    Future<QueryResult> second = threads.submit(() -> engine.instant("1", 0, QueryOptions.DEFAULT));
    while (activity.running().size() < 2) {
      Thread.onSpinWait();
    }
    RunningQuery queued = activity.running().get(1);
    assertThat(queued.queued()).isTrue();
    activity.cancel(queued.id());
    assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("query was canceled in query queue");
    assertThatThrownBy(
            () -> engine.instant("1", 0, new QueryOptions(Duration.ofMillis(20), null, false)))
        .hasMessage("query timed out in query queue");
    activity.cancel(activity.running().getFirst().id());
    assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).hasMessageContaining("canceled");
  }

  @Test
  void aTimeoutThatIsOverEndsTheQueryBeforeItBegins() {
    EvaluationEngine engine = engine(memory, Map.of());
    for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(-5))) {
      assertThatThrownBy(() -> engine.instant("1", 0, new QueryOptions(timeout, null, false)))
          .hasMessage("query timed out in expression evaluation")
          .extracting(e -> ((QueryException) e).kind())
          .isEqualTo(Kind.TIMEOUT);
    }
  }

  @Test
  void moreSamplesThanAllowedAreRefusedInUpstreamsWords() {
    EvaluationEngine engine = engine(memory, Map.of("query.max-samples", "10"));
    assertThatThrownBy(() -> engine.range("x", 0, 600_000, 1000, QueryOptions.DEFAULT))
        .hasMessage("query processing would load too many samples into memory in query execution");
  }

  @Test
  void eachOperatorIsExplained() throws Exception {
    EvaluationEngine engine = engine(memory, Map.of());
    QueryOptions explained = QueryOptions.DEFAULT.explained(true);
    String query = "sum by (instance) (rate(x[1m])) * 2";
    ExplainedOperator result =
        engine.range(query, 100_000, 160_000, 20_000, explained).explanation();
    assertThat(lines(result, 0))
        .isEqualTo(
            """
            result | sum by (instance) (rate(x[1m])) * 2 | 3 12
             operator * | sum by (instance) (rate(x[1m])) * 2 | 3 12
              aggregate sum by (instance) | sum by (instance) (rate(x[1m])) | 3 12
               function rate | rate(x[1m]) | 3 12
                read windows | x[1m] | 3 36
              constant | 2 | 1 4
            """);
    assertThat(result.totalNanos()).isPositive();
    assertThat(engine.instant(query, 100_000, QueryOptions.DEFAULT).explanation()).isNull();
  }

  private static String lines(ExplainedOperator operator, int depth) {
    StringBuilder text = new StringBuilder(" ".repeat(depth));
    text.append(operator.operator()).append(" | ").append(operator.expression()).append(" | ");
    text.append(operator.series()).append(' ').append(operator.samples()).append('\n');
    operator.inputs().forEach(input -> text.append(lines(input, depth + 1)));
    return text.toString();
  }

  /** The figures are those of upstream's own tests. */
  @Test
  void samplesAreCountedAsUpstreamCounts() throws Exception {
    EvaluationEngine counting = engine(memory, Map.of("enable-feature", "promql-per-step-stats"));
    QueryOptions all = new QueryOptions(null, null, true);
    QueryStatistics instant = counting.instant("x", 21_000, all).statistics();
    assertThat(instant.totalSamples()).isEqualTo(3);
    assertThat(instant.samplesRead()).isEqualTo(3);
    assertThat(instant.samplesPerStep()).containsExactly(3);
    QueryStatistics window = counting.instant("max_over_time(x[60s])", 201_000, all).statistics();
    assertThat(window.totalSamples()).isEqualTo(18);
    assertThat(window.samplesRead()).isEqualTo(18);
    QueryStatistics range =
        counting.range("max_over_time(x[60s])", 201_000, 220_000, 5000, all).statistics();
    assertThat(range.samplesPerStep()).containsExactly(18, 18, 18, 18);
    assertThat(range.samplesReadPerStep()).containsExactly(18, 0, 3, 0);
    QueryStatistics histograms = counting.instant("h[60s]", 201_000, all).statistics();
    assertThat(histograms.totalSamples()).isEqualTo(78);
    assertThat(counting.instant("h", 21_000, all).statistics().totalSamples()).isEqualTo(13);
    assertThat(counting.instant("timestamp(h)", 21_000, all).statistics().totalSamples())
        .isEqualTo(1);
    QueryStatistics off = engine(memory, Map.of()).instant("x", 21_000, all).statistics();
    assertThat(off.samplesPerStep()).isEmpty();
  }
}
