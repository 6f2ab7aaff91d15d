// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.engine.EvaluationEngine;
import io.narthex.promql.internal.engine.TestEngines;
import io.narthex.promql.script.internal.MemoryStorage;
import io.narthex.spi.model.Labels;
import io.narthex.spi.promql.PromqlFunction.ArgumentType;
import io.narthex.spi.storage.RowWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PluginFunctionsTest {

  private static final int SERIES = 600;

  private final FakeRegistry registry = new FakeRegistry();
  private final PluginFunctions functions = new PluginFunctions(registry);
  private final MemoryStorage storage = new MemoryStorage();
  private final EvaluationEngine engine = TestEngines.engine(() -> storage, functions::functions);

  @BeforeEach
  void load() {
    try (RowWriter writer = storage.writer(Labels.empty())) {
      for (int i = 0; i < SERIES; i++) {
        int column = writer.column(Labels.of("__name__", "x", "i", String.valueOf(i)));
        for (int t = 0; t <= 60; t++) {
          writer.row(t * 1000L);
          writer.set(column, i + t);
        }
      }
      writer.commit();
    }
  }

  private static String texts(QueryResult result) {
    StringBuilder text = new StringBuilder();
    if (result.value() instanceof QueryValue.StepMatrix matrix) {
      for (QueryValue.StepSeries s : matrix.series()) {
        text.append(s.labels()).append(Arrays.toString(s.values()));
      }
    }
    return text.toString();
  }

  private String range(String query) throws QueryException {
    return texts(engine.range(query, 10_000, 60_000, 5000, QueryOptions.DEFAULT));
  }

  @Test
  void aFunctionOfARangeGivesWhatTheSameOfTheStandardGives() throws Exception {
    assertThat(registry.offer(TestFunction.scaledSum("scaled_sum"))).isNull();
    assertThat(range("scaled_sum(x[10s] offset 3s, 2)"))
        .isEqualTo(range("sum_over_time(x[10s] offset 3s) * 2"))
        .contains("i=\"599\"")
        .doesNotContain("__name__");
    assertThat(range("sum(scaled_sum(x[10s], time()))"))
        .isEqualTo(range("sum(sum_over_time(x[10s]) * time())"));
    assertThat(range("max_over_time(scaled_sum(x{i=\"7\"}[10s], 1)[20s:5s])"))
        .isEqualTo(range("max_over_time(sum_over_time(x{i=\"7\"}[10s])[20s:5s])"));
  }

  @Test
  void manySeriesShareACall() throws Exception {
    registry.offer(TestFunction.scaledSum("scaled_sum"));
    range("scaled_sum(x[10s], 2)");
    assertThat(registry.evaluations.get()).isLessThan(SERIES / 10);
  }

  @Test
  void aFunctionOfAnInstantVectorSeesOneSampleAStep() throws Exception {
    registry.offer(
        new TestFunction(
            "twice",
            List.of(ArgumentType.STRING, ArgumentType.INSTANT_VECTOR),
            true,
            call ->
                (in, out) -> {
                  assertThat(call.text(0)).isEqualTo("note");
                  assertThat(call.windowEndMs(0)).isEqualTo(call.timeMs(0)).isEqualTo(10_000);
                  for (int step = 0; step < call.steps(); step++) {
                    assertThat(in.to()[step] - in.from()[step]).isEqualTo(1);
                    out[step] = 2 * in.values()[in.from()[step]];
                  }
                }));
    assertThat(range("twice(\"note\", x{i=~\"1.\"})"))
        .contains("__name__=\"x\"")
        .contains("i=\"11\"}[42.0, 52.0");
  }

  @Test
  void aFunctionWithoutAVectorIsAScalar() throws Exception {
    registry.offer(
        new TestFunction(
            "plus_one",
            List.of(ArgumentType.SCALAR),
            false,
            call ->
                (in, out) -> {
                  for (int step = 0; step < call.steps(); step++) {
                    out[step] = call.scalar(0)[step] + 1;
                  }
                }));
    assertThat(range("plus_one(time())")).contains("[11.0, 16.0, 21.0");
    assertThat(engine.instant("plus_one(2)", 0, QueryOptions.DEFAULT).value())
        .isEqualTo(new QueryValue.Scalar(0, 3));
  }

  @Test
  void itsRemarksNameItAndThePlace() throws Exception {
    registry.offer(
        new TestFunction(
            "odd",
            List.of(ArgumentType.INSTANT_VECTOR),
            false,
            call ->
                (in, out) -> {
                  call.warn("few samples");
                  call.inform("a hint");
                }));
    QueryResult result = engine.instant("1 + odd(x)", 1000, QueryOptions.DEFAULT);
    assertThat(result.warnings()).containsExactly("PromQL warning: odd(): few samples (1:5)");
    assertThat(result.infos()).containsExactly("PromQL info: odd(): a hint (1:5)");
  }

  @Test
  void anExceptionFailsTheQueryAndNamesThePlugin() {
    registry.offer(
        new TestFunction(
            "broken",
            List.of(ArgumentType.INSTANT_VECTOR),
            false,
            call -> {
              throw new IllegalArgumentException("no such season");
            }));
    assertThatThrownBy(() -> range("broken(x)"))
        .isInstanceOf(QueryException.class)
        .hasMessage(
            "function broken() of the plug-in com.acme.functions 1.2.0: evaluate failed: no such"
                + " season");
  }

  @Test
  void oneThatHangsFailsTheQueryAtItsDeadline() {
    registry.longest = Duration.ofMillis(200);
    registry.offer(
        new TestFunction(
            "hanging",
            List.of(ArgumentType.INSTANT_VECTOR),
            false,
            call ->
                (in, out) -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
    assertThatThrownBy(() -> range("hanging(x)"))
        .hasMessageContaining("function hanging() of the plug-in com.acme.functions 1.2.0")
        .hasMessageContaining("took longer than");
  }

  @Test
  void itIsGoneWithItsPluginAndRunningQueriesSaySo() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TestFunction function =
        new TestFunction(
            "slow",
            List.of(ArgumentType.INSTANT_VECTOR),
            false,
            call ->
                (in, out) -> {
                  entered.countDown();
                  try {
                    go.await(10, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    registry.offer(function);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> query = threads.submit(() -> range("slow(x) + slow(-x)"));
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      Future<?> removal = threads.submit(() -> registry.remove(function));
      while (functions.functions().type("slow") != null) {
        Thread.onSpinWait();
      }
      assertThat(removal.isDone()).as("waits for the call that runs").isFalse();
      go.countDown();
      removal.get(10, TimeUnit.SECONDS);
      assertThatThrownBy(() -> query.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("its plug-in was removed while the query ran");
    }
    assertThatThrownBy(() -> range("slow(x)"))
        .hasMessage("1:1: parse error: unknown function with name \"slow\"");
  }

  @Test
  void whatCannotBeCalledIsRefused() {
    for (String taken : List.of("rate", "sort_by_label")) {
      assertThat(registry.offer(TestFunction.scaledSum(taken))).contains("is one of the standard");
    }
    for (String word : List.of("sum", "offset", "inf", "atan2", "7up", "5m")) {
      assertThat(registry.offer(TestFunction.scaledSum(word)))
          .as(word)
          .contains("cannot be called");
    }
    assertThat(
            registry.offer(
                new TestFunction(
                    "two",
                    List.of(ArgumentType.INSTANT_VECTOR, ArgumentType.RANGE_VECTOR),
                    false,
                    call -> (in, out) -> {})))
        .contains("at most one");
  }

  @Test
  void typesOfArgumentsAreChecked() {
    registry.offer(TestFunction.scaledSum("scaled_sum"));
    assertThatThrownBy(() -> range("scaled_sum(x, 2)"))
        .hasMessage(
            "1:12: parse error: expected type range vector in call to function \"scaled_sum\","
                + " got instant vector");
  }
}
