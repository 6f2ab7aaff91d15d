// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.exposition.Format;
import io.narthex.scrape.internal.JobConfigs;
import io.narthex.spi.model.Labels;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of the times since when series count. */
class StartTimestampsTest {

  private static final Labels TARGET = Labels.of("job", "j", "instance", "i");
  private static final String COUNTER =
      "# TYPE a counter\na_total %d\na_created %s\n# TYPE g gauge\ng 1\n# EOF\n";

  private final MemoryEngine engine = new MemoryEngine();

  @Test
  void a_zero_stands_where_a_series_began_to_count() throws Exception {
    TargetAppender appender = appender("", "x, created-timestamp-zero-ingestion", false);
    scrape(appender, 5000, COUNTER.formatted(7, "2.5"));
    scrape(appender, 6000, COUNTER.formatted(8, "2.5"));
    scrape(appender, 7000, COUNTER.formatted(1, "6.5"));

    assertThat(of("a_total"))
        .isEqualTo(Map.of(2500L, 0.0, 5000L, 7.0, 6000L, 8.0, 6500L, 0.0, 7000L, 1.0));
    assertThat(of("g")).hasSize(3);
    assertThat(engine.samples).hasSize(2);
    assertThat(engine.starts).isEmpty();
  }

  @Test
  void start_times_are_stored_with_each_sample() throws Exception {
    TargetAppender appender = appender("", "st-storage", false);
    scrape(appender, 5000, COUNTER.formatted(7, "2.5"));
    scrape(appender, 6000, COUNTER.formatted(8, "2.5"));
    scrape(appender, 7000, COUNTER.formatted(1, "6.5"));

    assertThat(of("a_total")).isEqualTo(Map.of(5000L, 7.0, 6000L, 8.0, 7000L, 1.0));
    assertThat(starts("a_total")).isEqualTo(Map.of(5000L, 2500L, 6000L, 2500L, 7000L, 6500L));
    assertThat(engine.samples).hasSize(2);
    assertThat(engine.starts).hasSize(1);
  }

  @Test
  void without_a_feature_they_are_samples_of_their_own() throws Exception {
    TargetAppender appender = appender("", "", false);
    scrape(appender, 5000, COUNTER.formatted(7, "2.5"));
    scrape(appender, 6000, COUNTER.formatted(8, "2.5"));

    assertThat(of("a_created").values()).containsExactly(2.5, 2.5);
    assertThat(engine.starts).isEmpty();
  }

  @Test
  void both_features_go_together() throws Exception {
    TargetAppender appender = appender("", "st-storage,created-timestamp-zero-ingestion", false);
    scrape(appender, 5000, COUNTER.formatted(7, "2.5"));

    assertThat(of("a_total")).isEqualTo(Map.of(2500L, 0.0, 5000L, 7.0));
    assertThat(starts("a_total")).isEqualTo(Map.of(5000L, 2500L));
  }

  @Test
  void samples_with_times_of_their_own_keep_their_start_times() throws Exception {
    TargetAppender appender = appender("", "st-storage", false);
    String body = "# TYPE a counter\na_total %d %s\na_created 2.5\n# EOF\n";
    scrape(appender, 5000, body.formatted(7, "4.5"));
    scrape(appender, 6000, body.formatted(8, "5.5"));

    assertThat(of("a_total")).isEqualTo(Map.of(4500L, 7.0, 5500L, 8.0));
    assertThat(starts("a_total")).isEqualTo(Map.of(4500L, 2500L, 5500L, 2500L));
  }

  @Test
  void start_times_of_a_failed_scrape_are_forgotten() throws Exception {
    TargetAppender appender = appender("", "st-storage", false);
    appender.begin(5000);
    byte[] body = COUNTER.formatted(7, "2.5").getBytes(StandardCharsets.UTF_8);
    appender.take(Format.OPENMETRICS, body, body.length);
    appender.failed();
    appender.commit();
    scrape(appender, 6000, COUNTER.formatted(8, "2.5"));

    assertThat(starts("a_total")).isEqualTo(Map.of(6000L, 2500L));
  }

  @Test
  void histograms_have_start_times() throws Exception {
    TargetAppender appender =
        appender("convert_classic_histograms_to_nhcb: true", "st-storage", false);
    String body =
        "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n"
            + "h_created 2.5\n# EOF\n";
    scrape(appender, 5000, body);
    scrape(appender, 6000, body);

    assertThat(engine.samples).isEmpty();
    assertThat(starts("h")).isEqualTo(Map.of(5000L, 2500L, 6000L, 2500L));
  }

  @Test
  void an_exporter_in_this_process_tells_them_too() throws Exception {
    TargetAppender appender = appender("", "st-storage", true);
    for (int i = 1; i <= 3; i++) {
      appender.begin(i * 1000L);
      appender.take(
          MetricSnapshots.of(
              CounterSnapshot.builder()
                  .name("a")
                  .dataPoint(
                      CounterDataPointSnapshot.builder()
                          .value(i)
                          .createdTimestampMillis(i == 3 ? 2500 : 500)
                          .build())
                  .build()));
      appender.good();
      appender.commit();
    }

    assertThat(of("a_total").values()).containsExactly(1.0, 2.0, 3.0);
    assertThat(starts("a_total")).isEqualTo(Map.of(1000L, 500L, 2000L, 500L, 3000L, 2500L));
  }

  private TargetAppender appender(String keys, String features, boolean inProcess) {
    ScrapeConfig config = JobConfigs.job(keys);
    TargetAppender made =
        new TargetAppender(
            inProcess,
            new SampleLabels(config, TARGET),
            ScrapeRules.of(config, TARGET, ScrapeFeatures.of(features)));
    made.writer(engine.writer(TARGET));
    return made;
  }

  private static void scrape(TargetAppender appender, long timestampMs, String body)
      throws ScrapeException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    appender.begin(timestampMs);
    appender.take(Format.OPENMETRICS, bytes, bytes.length);
    appender.good();
    appender.commit();
  }

  private Map<Long, Double> of(String name) {
    return engine.of("__name__", name, "job", "j", "instance", "i");
  }

  private NavigableMap<Long, Long> starts(String name) {
    return engine.starts.getOrDefault(TARGET.with("__name__", name), new TreeMap<>());
  }
}
