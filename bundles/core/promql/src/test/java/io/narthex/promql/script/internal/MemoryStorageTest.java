// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.script.internal.ScriptCommand.Load;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MemoryStorageTest {

  private final MemoryStorage storage = new MemoryStorage();

  private void load(String script) throws ScriptSyntaxException {
    for (ScriptCommand command : ScriptParser.parse(script)) {
      assertThat(new Loader(storage).load((Load) command)).isNull();
    }
  }

  private SeriesBatch batch(Matcher matcher, long from, long to) {
    try (Selection selection = storage.select(new SelectRequest(List.of(matcher), from, to))) {
      SeriesBatch batch = Objects.requireNonNull(selection.next());
      assertThat(selection.next()).isNull();
      return batch;
    }
  }

  private static ResetHint[] hints(SeriesBatch batch) {
    Histogram[] histograms = new Histogram[batch.rowCount()];
    batch.histograms(0, histograms, 0);
    return Arrays.stream(histograms)
        .map(h -> h == null ? null : h.resetHint())
        .toArray(ResetHint[]::new);
  }

  @Test
  void selectsByMatchersAndTime() throws Exception {
    load("load 10s\n x{l=\"a\\nb\"} 1 2 3 stale\n x{l=\"b\"} 5\n");
    SeriesBatch batch = batch(new Matcher("l", Matcher.Type.REGEX, "a.b"), 10_000, 30_000);
    assertThat(batch.timestamps()).containsExactly(10_000, 20_000, 30_000);
    double[] values = new double[3];
    batch.values(0, values, 0);
    assertThat(values[1]).isEqualTo(3);
    assertThat(SpecialValues.isStale(values[2])).isTrue();
    assertThat(batch.kind(0)).isEqualTo(SeriesBatch.Kind.FLOATS);
    assertThat(batch(new Matcher("l", Matcher.Type.NOT_REGEX, "a.*"), 0, 9).labels(0).get("l"))
        .isEqualTo("b");
    assertThat(storage.labelValues("l", List.of(), 0, 0, 1)).containsExactly("a\nb");
    assertThat(storage.labelNames(List.of(), 0, 0, 0)).containsExactly("__name__", "l");
    assertThat(storage.series(List.of(), 10_000, 50_000, 0)).hasSize(1);
    storage.delete(List.of(List.of(Matcher.equal("l", "b"))), 0, 0);
    assertThat(storage.series(List.of(), 0, 0, 0)).hasSize(1);
  }

  @Test
  void keepsStartTimestamps() throws Exception {
    load("load 1m\n x@st _ -30s-10sx1 -1ms\n x 1 2 3 4\n");
    SeriesBatch batch = batch(Matcher.equal(Label.METRIC_NAME, "x"), 0, 1_000_000);
    long[] starts = new long[4];
    assertThat(batch.startTimestamps(0, starts, 0)).isTrue();
    assertThat(starts).containsExactly(0, 30_000, 80_000, 179_999);
  }

  @Test
  void givesHistogramsTheHintsOfAStorage() throws Exception {
    load(
        "load 1m\n x {{count:1 buckets:[1]}} {{count:2 buckets:[2]}} {{count:1 buckets:[1]}} 5"
            + " {{count:1 buckets:[1]}} {{count:3 counter_reset_hint:gauge buckets:[3]}}"
            + " {{count:4 buckets:[4]}} {{count:5 buckets:[5] counter_reset_hint:reset}}\n");
    SeriesBatch batch = batch(Matcher.equal(Label.METRIC_NAME, "x"), 0, 1_000_000);
    assertThat(batch.kind(0)).isEqualTo(SeriesBatch.Kind.BOTH);
    assertThat(hints(batch))
        .containsExactly(
            ResetHint.UNKNOWN,
            ResetHint.NOT_RESET,
            ResetHint.UNKNOWN,
            null,
            ResetHint.UNKNOWN,
            ResetHint.GAUGE,
            ResetHint.UNKNOWN,
            ResetHint.UNKNOWN);
  }

  @Test
  void makesCustomBucketsOfClassicHistograms() throws Exception {
    load(
        "load_with_nhcb 1m\n h_bucket{le=\"1\", a=\"b\"} 2\n h_bucket{le=\"+Inf\", a=\"b\"} 5\n"
            + " h_sum{a=\"b\"} 7\n h_count{a=\"b\"} 5\n h_bucket{le=\"x\"} 3\n");
    SeriesBatch batch = batch(Matcher.equal(Label.METRIC_NAME, "h"), 0, 0);
    Histogram[] histograms = new Histogram[1];
    batch.histograms(0, histograms, 0);
    assertThat(batch.labels(0).toMap()).isEqualTo(Labels.of("__name__", "h", "a", "b").toMap());
    assertThat(histograms[0].customBounds()).containsExactly(1);
    assertThat(histograms[0].positiveCounts()).containsExactly(2, 3);
    assertThat(histograms[0].count()).isEqualTo(5);
    assertThat(histograms[0].sum()).isEqualTo(7);
  }

  @Test
  void refusesOldAndContradictingSamples() {
    try (RowWriter writer = storage.writer(Labels.empty())) {
      int column = writer.column(Labels.of("__name__", "x"));
      assertThat(writer.column(Labels.of("__name__", "x"))).isEqualTo(column);
      writer.row(2000);
      writer.set(column, 1);
      writer.row(1000);
      writer.set(column, 9);
      writer.set(column, 0);
      assertThat(writer.commit().stored()).isEqualTo(2);
      writer.row(1500);
      writer.set(column, 1);
      writer.row(2000);
      writer.set(column, 1);
      CommitResult result = writer.commit();
      assertThat(result.outOfOrder()).isEqualTo(1);
      assertThat(result.stored()).isEqualTo(1);
      writer.row(2000);
      writer.set(column, 3);
      assertThat(writer.commit().duplicate()).isEqualTo(1);
      writer.row(3000);
      writer.set(column, 3);
      writer.rollback();
      assertThat(writer.commit().stored()).isZero();
    }
  }
}
