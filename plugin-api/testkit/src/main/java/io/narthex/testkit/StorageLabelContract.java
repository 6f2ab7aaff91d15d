// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static io.narthex.testkit.StorageFixture.series;
import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageStatistics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the host relies on about labels; a part of {@link StorageEngineContract}. */
public interface StorageLabelContract extends StorageFixture {

  /** Far enough apart that no engine keeps both in one partition. */
  long APART = Duration.ofDays(30).toMillis();

  private void fill() {
    append(series("old", "kind", "x"), T0, 1);
    clock().advance(Duration.ofMillis(APART));
    try (RowWriter writer = engine().writer(TARGET)) {
      writer.row(T0 + APART);
      writer.set(writer.column(series("a", "env", "prod")), 1);
      writer.set(writer.column(series("a", "env", "test")), 1);
      writer.set(writer.column(series("b", "zone", "é1")), 1);
      writer.set(writer.column(series("b", "zone", "z2", "env", "dev")), 1);
      writer.commit();
    }
  }

  private static List<List<Matcher>> sets(Matcher... matchers) {
    return List.of(matchers).stream().map(List::of).toList();
  }

  @Test
  default void labelNamesAreListed() {
    fill();
    long now = T0 + APART;
    assertThat(engine().labelNames(List.of(), now, now, 0))
        .containsExactly("__name__", "env", "instance", "job", "zone");
    assertThat(engine().labelNames(List.of(), T0, T0, 0))
        .containsExactly("__name__", "instance", "job", "kind");
    assertThat(engine().labelNames(List.of(), T0, now, 0))
        .containsExactly("__name__", "env", "instance", "job", "kind", "zone");
    assertThat(engine().labelNames(sets(Matcher.equal("__name__", "a")), T0, now, 0))
        .containsExactly("__name__", "env", "instance", "job");
    assertThat(engine().labelNames(List.of(), T0, now, 2)).hasSize(2);
    assertThat(engine().labelNames(List.of(), now + 1, now + STEP, 0)).isEmpty();
  }

  @Test
  default void labelValuesAreListed() {
    fill();
    long now = T0 + APART;
    assertThat(engine().labelValues("env", List.of(), T0, now, 0))
        .containsExactly("dev", "prod", "test");
    assertThat(engine().labelValues("__name__", List.of(), T0, now, 0))
        .containsExactly("a", "b", "old");
    assertThat(engine().labelValues("__name__", List.of(), now, now, 0)).containsExactly("a", "b");
    assertThat(engine().labelValues("zone", List.of(), T0, now, 0)).containsExactly("z2", "é1");
    assertThat(engine().labelValues("env", sets(Matcher.equal("__name__", "a")), T0, now, 0))
        .containsExactly("prod", "test");
    assertThat(
            engine()
                .labelValues(
                    "env",
                    sets(Matcher.equal("env", "prod"), Matcher.equal("zone", "z2")),
                    T0,
                    now,
                    0))
        .containsExactly("dev", "prod");
    assertThat(engine().labelValues("env", List.of(), T0, now, 1)).hasSize(1);
    assertThat(engine().labelValues("missing", List.of(), T0, now, 0)).isEmpty();
  }

  @Test
  default void seriesAreListed() {
    fill();
    long now = T0 + APART;
    List<List<Matcher>> all = sets(Matcher.equal("job", "test"));
    assertThat(engine().series(all, T0, T0, 0)).containsExactly(series("old", "kind", "x"));
    assertThat(engine().series(all, T0, now, 0)).hasSize(5).doesNotHaveDuplicates();
    assertThat(
            engine()
                .series(
                    sets(Matcher.equal("__name__", "a"), Matcher.equal("env", "prod")), T0, now, 0))
        .as("a series that matches both sets is there once")
        .containsExactlyInAnyOrder(series("a", "env", "prod"), series("a", "env", "test"));
    assertThat(engine().series(all, T0, now, 3)).hasSize(3);
  }

  @Test
  default void statisticsTellHowMuchThereIs() {
    fill();
    StorageStatistics statistics = engine().statistics(10);
    assertThat(statistics.minTimeMs()).isLessThanOrEqualTo(T0 + APART);
    assertThat(statistics.maxTimeMs()).isEqualTo(T0 + APART);
    assertThat(statistics.series()).isBetween(4L, 5L);
    assertThat(statistics.seriesByMetric())
        .contains(new StorageStatistics.Ranked("a", 2), new StorageStatistics.Ranked("b", 2));
    assertThat(engine().statistics(1).seriesByMetric()).hasSize(1);
  }

  @Test
  default void anEmptyEngineHasNoTimes() {
    StorageStatistics statistics = engine().statistics(10);
    assertThat(statistics.series()).isZero();
    assertThat(statistics.minTimeMs()).isEqualTo(Long.MAX_VALUE);
    assertThat(statistics.maxTimeMs()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  default void metadataIsKept() {
    Assumptions.assumeTrue(storesMetadata(), "the engine does not store metadata");
    MetricMetadata first = new MetricMetadata("a", MetricType.GAUGE, "", "first");
    MetricMetadata last = new MetricMetadata("a", MetricType.GAUGE, "bytes", "last");
    try (RowWriter writer = engine().writer(TARGET)) {
      for (MetricMetadata word : List.of(first, last)) {
        writer.metadata(word);
        append(writer, Labels.of("__name__", "a"), clock().millis(), 1);
        clock().advance(Duration.ofMillis(STEP));
      }
    }
    assertThat(engine().metadata()).containsExactly(last);
  }
}
