// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.exposition.Format;
import io.narthex.scrape.internal.JobConfigs;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
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

  @Test
  void made_up_start_times_take_the_first_value_off() throws Exception {
    TargetAppender appender = appender("", "st-synthesis,st-storage", false);
    String body =
        """
        # HELP c_total Help.
        # TYPE c_total counter
        c_total %d
        # TYPE h histogram
        h_bucket{le="+Inf"} %d
        h_count %<d
        h_sum 7
        # TYPE s summary
        s{quantile="0.5"} 3
        s_sum 5
        s_count %<d
        # TYPE g gauge
        g 1
        # HELP u Help.
        u 1
        # TYPE a counter
        other 1
        """;
    int[] counts = {10, 15, 20, 5, 15};
    for (int i = 0; i < counts.length; i++) {
      scrape(appender, 1000 * (i + 1), Format.TEXT, body.formatted(counts[i], counts[i]));
    }

    Map<Long, Double> rebased = Map.of(2000L, 5.0, 3000L, 10.0, 4000L, 5.0, 5000L, 15.0);
    Map<Long, Long> since = Map.of(2000L, 1000L, 3000L, 1000L, 4000L, 3999L, 5000L, 3999L);
    for (String name : new String[] {"c_total", "h_count", "s_count"}) {
      assertThat(of(name)).as(name).isEqualTo(rebased);
      assertThat(starts(name)).as(name).isEqualTo(since);
    }
    assertThat(engine.of("__name__", "h_bucket", "le", "+Inf", "job", "j", "instance", "i"))
        .isEqualTo(rebased);
    assertThat(of("h_sum")).isEqualTo(Map.of(2000L, 0.0, 3000L, 0.0, 4000L, 0.0, 5000L, 0.0));
    for (String name : new String[] {"g", "u", "other"}) {
      assertThat(of(name)).as(name).hasSize(5);
      assertThat(starts(name)).as(name).isEmpty();
    }
    assertThat(engine.of("__name__", "s", "quantile", "0.5", "job", "j", "instance", "i"))
        .hasSize(5);
  }

  @Test
  void only_what_has_no_start_time_gets_one_made_up() throws Exception {
    TargetAppender appender = appender("", "st-synthesis,st-storage", false);
    String body =
        "# TYPE a counter\na_total %d\na_created 2.5\n# TYPE b counter\nb_total %<d\n# EOF\n";
    scrape(appender, 5000, body.formatted(7));
    scrape(appender, 6000, body.formatted(8));

    assertThat(of("a_total")).isEqualTo(Map.of(5000L, 7.0, 6000L, 8.0));
    assertThat(starts("a_total")).isEqualTo(Map.of(5000L, 2500L, 6000L, 2500L));
    assertThat(of("b_total")).isEqualTo(Map.of(6000L, 1.0));
    assertThat(starts("b_total")).isEqualTo(Map.of(6000L, 5000L));
  }

  @Test
  void made_up_start_times_are_not_stored_alone() throws Exception {
    TargetAppender appender = appender("", "st-synthesis", false);
    scrape(appender, 5000, COUNTER.formatted(7, "2.5"));
    scrape(appender, 6000, COUNTER.formatted(8, "2.5"));

    assertThat(of("a_total")).isEqualTo(Map.of(6000L, 1.0));
    assertThat(of("a_created")).hasSize(2);
    assertThat(engine.starts).isEmpty();
  }

  @Test
  void a_series_that_was_never_stored_has_no_end_and_begins_anew() throws Exception {
    TargetAppender appender = appender("", "st-synthesis,st-storage", false);
    String with = "# TYPE a counter\na %d\n# TYPE g gauge\ng 1\n";
    scrape(appender, 1000, Format.TEXT, with.formatted(7));
    scrape(appender, 2000, Format.TEXT, "g 1\n");
    assertThat(of("a")).isEmpty();
    scrape(appender, 3000, Format.TEXT, with.formatted(8));
    scrape(appender, 4000, Format.TEXT, with.formatted(10));
    scrape(appender, 5000, Format.TEXT, "g 1\n");

    assertThat(of("a")).isEqualTo(Map.of(4000L, 2.0, 5000L, SpecialValues.STALE));
    assertThat(starts("a")).isEqualTo(Map.of(4000L, 3000L));
  }

  @Test
  void the_first_sample_may_be_one_of_a_failed_scrape() throws Exception {
    TargetAppender appender = appender("", "st-synthesis,st-storage", false);
    byte[] body = "# TYPE a counter\na 7\n{{{\n".getBytes(StandardCharsets.UTF_8);
    appender.begin(1000);
    assertThatThrownBy(() -> appender.take(Format.TEXT, body, body.length))
        .isInstanceOf(ScrapeException.class);
    appender.failed();
    appender.commit();
    scrape(appender, 2000, Format.TEXT, "# TYPE a counter\na 8\n");

    assertThat(of("a")).isEqualTo(Map.of(2000L, 1.0));
    assertThat(starts("a")).isEqualTo(Map.of(2000L, 1000L));
  }

  @Test
  void a_refused_sample_makes_its_series_begin_anew() throws Exception {
    TargetAppender appender = appender("", "st-synthesis", false);
    scrape(appender, 1000, Format.TEXT, "# TYPE a counter\na 7\n");
    scrape(appender, 2000, Format.TEXT, "# TYPE a counter\na 8\na 9\n");
    scrape(appender, 3000, Format.TEXT, "# TYPE a counter\na 10\n");
    scrape(appender, 4000, Format.TEXT, "# TYPE a counter\na 12\n");

    assertThat(of("a")).isEqualTo(Map.of(2000L, 1.0, 4000L, 2.0));
  }

  @Test
  void native_histograms_are_rebased() throws Exception {
    TargetAppender appender =
        appender("convert_classic_histograms_to_nhcb: true", "st-synthesis,st-storage", false);
    String body =
        "# TYPE h histogram\nh_bucket{le=\"1\"} %d\nh_bucket{le=\"+Inf\"} %d\nh_sum %d\nh_count %d\n";
    scrape(appender, 1000, Format.TEXT, body.formatted(2, 3, 9, 3));
    assertThat(engine.histograms).isEmpty();
    scrape(appender, 2000, Format.TEXT, body.formatted(2, 5, 19, 5));

    Histogram rebased = engine.histograms.get(TARGET.with("__name__", "h"));
    assertThat(rebased.count()).isEqualTo(2);
    assertThat(rebased.sum()).isEqualTo(10);
    assertThat(rebased.positiveSpans()).containsExactly(new BucketSpan(1, 1));
    assertThat(rebased.positiveCounts()).containsExactly(2);
    assertThat(starts("h")).isEqualTo(Map.of(2000L, 1000L));

    scrape(appender, 3000, Format.TEXT, body.formatted(1, 9, 20, 9));
    assertThat(engine.histograms.get(TARGET.with("__name__", "h")).count()).isEqualTo(9);
    assertThat(starts("h")).isEqualTo(Map.of(2000L, 1000L, 3000L, 2999L));
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
    scrape(appender, timestampMs, Format.OPENMETRICS, body);
  }

  private static void scrape(TargetAppender appender, long timestampMs, Format format, String body)
      throws ScrapeException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    appender.begin(timestampMs);
    appender.take(format, bytes, bytes.length);
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
