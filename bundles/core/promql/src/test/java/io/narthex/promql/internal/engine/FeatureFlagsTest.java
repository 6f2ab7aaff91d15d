// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryValue.InstantVector;
import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.script.internal.MemoryStorage;
import io.narthex.promql.script.internal.ScriptSyntaxException;
import io.narthex.promql.script.internal.SeriesLine;
import io.narthex.promql.script.internal.SeriesParser;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the feature flags of the engine change. */
class FeatureFlagsTest {

  private static final List<String> SERIES =
      List.of(
          "level{__type__=\"gauge\"} 1+1x10",
          "requests{__type__=\"counter\"} 1+1x10",
          "untyped 1+1x10");

  private static MemoryStorage storage() throws ScriptSyntaxException {
    MemoryStorage storage = new MemoryStorage();
    try (RowWriter writer = storage.writer(Labels.empty())) {
      for (String text : SERIES) {
        SeriesLine line = SeriesParser.parse(text, 1);
        int column = writer.column(line.labels());
        for (int i = 0; i < line.values().size(); i++) {
          writer.row(i * 15_000L);
          writer.set(column, line.values().get(i).value());
        }
      }
      writer.commit();
    }
    return storage;
  }

  private static QueryResult query(String expression, String features) throws Exception {
    MemoryStorage storage = storage();
    EngineSettings settings = EngineSettings.of(Map.of("narthex.enable-feature", features)::get);
    return new EvaluationEngine(settings, () -> storage, WorkerPool.NONE)
        .instant(expression, 150_000, QueryOptions.DEFAULT);
  }

  private static List<String> names(String expression, String features) throws Exception {
    InstantVector vector = (InstantVector) query(expression, features).value();
    return vector.samples().stream().map(s -> s.labels().metricName()).sorted().toList();
  }

  @Test
  void typeLabelsTellWhatACounterIs() throws Exception {
    String byName = "name does not end in _total/_sum/_count/_bucket: ";
    assertThat(query("rate(requests[1m])", "").infos())
        .containsExactly(
            "PromQL info: metric might not be a counter, " + byName + "\"requests\" (1:6)");
    assertThat(query("rate(requests[1m])", "type-and-unit-labels").infos()).isEmpty();
    assertThat(query("rate(level[1m])", "type-and-unit-labels").infos())
        .containsExactly(
            "PromQL info: metric might not be a counter, __type__ label is not set to \"counter\""
                + " or \"histogram\", got \"gauge\": \"level\" (1:6)");
  }

  @Test
  void namesGoAtOnceOrAtTheEnd() throws Exception {
    String greatest = "max({__name__=~\"level|untyped\"} + 1)";
    assertThat(names(greatest, "promql-delayed-name-removal")).hasSize(1);
    assertThatThrownBy(() -> query(greatest, ""))
        .isInstanceOf(QueryException.class)
        .hasMessage("vector cannot contain metrics with the same labelset");
  }

  @Test
  void startTimestampsAreKnownWithTheirFlagAlone() throws Exception {
    String both = "promql-experimental-functions,use-start-timestamps";
    assertThat(names("start_timestamp(level)", both)).hasSize(1);
    assertThat(names("start_timestamp(level)", "promql-experimental-functions")).isEmpty();
  }
}
