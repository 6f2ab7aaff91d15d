// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries over a million series that are made up when they are read. */
class MemoryLimitTest {

  private static final int SERIES = 1_000_000;
  private static final int BATCH = 1_000;
  private static final long LIMIT = 32L << 20;

  /** Series of ten pods, a thousand in a batch, with one sample each. */
  private static final class Batch implements SeriesBatch {

    private final int first;

    Batch(int first) {
      this.first = first;
    }

    @Override
    public int seriesCount() {
      return BATCH;
    }

    @Override
    public int rowCount() {
      return 1;
    }

    @Override
    public long[] timestamps() {
      return new long[] {1_000};
    }

    @Override
    public Labels labels(int series) {
      int n = first + series;
      return Labels.ofSorted(
          new String[] {
            "__name__",
            "x_total",
            "id",
            "number-" + n,
            "instance",
            "i" + n / 10,
            "pod",
            "p" + n % 10
          });
    }

    @Override
    public Kind kind(int series) {
      return Kind.FLOATS;
    }

    @Override
    public void values(int series, double[] into, int offset) {
      into[offset] = series;
    }

    @Override
    public void histograms(int series, @Nullable Histogram[] into, int offset) {
      Arrays.fill(into, null);
    }
  }

  private static final class Batches implements Selection {

    private int next;

    @Override
    public synchronized @Nullable SeriesBatch next() {
      if (next == SERIES) {
        return null;
      }
      next += BATCH;
      return new Batch(next - BATCH);
    }

    @Override
    public void close() {}
  }

  private static StorageEngine million() {
    return (StorageEngine)
        Proxy.newProxyInstance(
            MemoryLimitTest.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (proxy, method, arguments) -> new Batches());
  }

  private static QueryResult query(String expression) throws QueryException {
    Map<String, String> flags =
        Map.of(
            "narthex.query.max-memory",
            String.valueOf(LIMIT),
            "narthex.enable-feature",
            "promql-experimental-functions");
    EngineSettings settings = EngineSettings.of(flags::get);
    return new EvaluationEngine(settings, MemoryLimitTest::million, WorkerPool.NONE)
        .instant(expression, 1_000, QueryOptions.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x_total",
        "sum by (id) (x_total)",
        "topk(1e9, x_total)",
        "x_total and x_total",
        "label_replace(x_total, 'a', 'b', '', '')",
        "{__name__=~'x.*'} * 2",
        "max_over_time({__name__=~'x.*'}[5m])",
      })
  void whatHoldsAllSeriesIsRefusedBeforeItTakesMoreThanTheLimit(String expression) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> query(expression))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining(LIMIT + " bytes of memory (--query.max-memory)");

    // All that was ever allocated, what was let go at once included.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(3 * LIMIT);
  }

  @Test
  void theLargestOfAllSeriesNeedLittle() throws QueryException {
    QueryValue.InstantVector value = (QueryValue.InstantVector) query("topk(5, x_total)").value();

    assertThat(value.samples()).hasSize(5);
  }

  @Test
  void groupsOfAllSeriesNeedLittle() throws QueryException {
    QueryValue.InstantVector value =
        (QueryValue.InstantVector) query("count by (pod) (x_total)").value();

    assertThat(value.samples()).hasSize(10);
    assertThat(value.samples()).allMatch(s -> s.value() == SERIES / 10.0);
  }

  /** The text of a query is short however many steps its subqueries ask for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum_over_time(vector(1)[10y:1s])",
        "sum_over_time(vector(time())[200y:1ms])",
        "count_over_time(nope[290y:1ms])",
        "max_over_time(sum_over_time(vector(1)[1y:1ms])[1h:1m])"
      })
  void stepsOfSubqueriesAreBounded(String expression) {
    assertThatThrownBy(() -> query(expression))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("would load too many samples into memory");
  }

  /** Each step brings a label of its own, and a series with room for all steps. */
  @Test
  void quantilesThatDifferFromStepToStepTakeMemory() {
    String expression =
        "count_over_time(histogram_quantiles(label_replace(vector(1), 'le', 'Inf', '', ''), 'q',"
            + " time())[1h:200ms])";
    assertThatThrownBy(() -> query(expression))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("--query.max-memory");
  }

  @Test
  void aQueryThatExhaustsTheHeapIsRefusedLikeOthers() {
    StorageEngine exhausted =
        (StorageEngine)
            Proxy.newProxyInstance(
                MemoryLimitTest.class.getClassLoader(),
                new Class<?>[] {StorageEngine.class},
                (proxy, method, arguments) -> {
                  throw new OutOfMemoryError("as if");
                });
    assertThatThrownBy(
            () ->
                new EvaluationEngine(EngineSettings.of(n -> null), () -> exhausted, WorkerPool.NONE)
                    .instant("x", 1_000, QueryOptions.DEFAULT))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("needs more memory than the server has");
  }

  @Test
  void stepsOfSubqueriesTakeMemory() {
    assertThatThrownBy(() -> query("sum_over_time(vector(1)[2d:100ms])"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("--query.max-memory");
  }
}
