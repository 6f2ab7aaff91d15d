// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.script.internal.MemoryStorage;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.StorageEngine;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedPartsTest {

  private final MemoryStorage storage = new MemoryStorage();
  private final AtomicInteger selections = new AtomicInteger();

  @BeforeEach
  void fill() {
    try (RowWriter writer = storage.writer(Labels.of("job", "test"))) {
      int[] columns = new int[20];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = writer.column(Labels.of("__name__", "a_total", "job", "test", "i", "" + i));
      }
      for (int row = 0; row < 60; row++) {
        writer.row(row * 15_000L);
        for (int i = 0; i < columns.length; i++) {
          writer.set(columns[i], row * (double) i);
        }
        writer.commit();
      }
    }
  }

  private StorageEngine counted() {
    return (StorageEngine)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("select") && arguments[0] instanceof SelectRequest r) {
                selections.incrementAndGet();
                return storage.select(r);
              }
              throw new IllegalStateException(method + " is not expected");
            });
  }

  private static @Nullable String property(String name) {
    return name.equals("narthex.enable-feature") ? "promql-per-step-stats" : null;
  }

  private QueryResult query(String expression, boolean eachStep) throws QueryException {
    EvaluationEngine engine =
        new EvaluationEngine(
            EngineSettings.of(SharedPartsTest::property), this::counted, WorkerPool.NONE);
    QueryOptions options = new QueryOptions(null, null, eachStep);
    return engine.range(expression, 300_000, 840_000, 60_000, options);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a_total - a_total|1",
        "a_total / (a_total + a_total)|1",
        "sum(rate(a_total[5m])) / sum(rate(a_total[5m]))|1",
        "max_over_time(a_total[5m]) - min_over_time(a_total[5m])|1",
        "a_total - a_total offset 1m|2",
        // What makes remarks is evaluated for each place in the text.
        "quantile(2, a_total) - quantile(2, a_total)|2",
      })
  void readsOnce(String expression, int expected) throws QueryException {
    query(expression, false);

    assertThat(selections).hasValue(expected);
  }

  @Test
  void eachPartGetsItsOwnSeries() throws QueryException {
    // The left side's values are changed in place before the right side's are taken.
    QueryValue.StepMatrix value =
        (QueryValue.StepMatrix)
            query(
                    "sum(-a_total) + sum(a_total) + max(max_over_time(a_total[2m]))"
                        + " - max(max_over_time(a_total[2m]))",
                    false)
                .value();

    assertThat(value.series()).hasSize(1);
    assertThat(value.series().getFirst().values()).containsOnly(0.0);
  }

  @Test
  void countsWhatEachPartWouldRead() throws QueryException {
    long once = query("sum(rate(a_total[5m]))", false).statistics().totalSamples();
    long twice =
        query("sum(rate(a_total[5m])) / sum(rate(a_total[5m]))", false).statistics().totalSamples();

    assertThat(twice).isEqualTo(2 * once);
  }

  @Test
  void readsEachTimeWhenStepsAreCounted() throws QueryException {
    query("a_total - a_total", true);

    assertThat(selections).hasValue(2);
  }
}
