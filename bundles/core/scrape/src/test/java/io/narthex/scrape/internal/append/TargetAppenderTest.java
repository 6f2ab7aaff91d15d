// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.exposition.Format;
import io.narthex.scrape.internal.JobConfigs;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.model.SpecialValues;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetAppenderTest {

  private static final Double STALE = SpecialValues.STALE;
  private static final Labels TARGET = Labels.of("job", "j", "instance", "i");

  private final MemoryEngine engine = new MemoryEngine();
  private TargetAppender appender = appender("");
  private long scrapes;

  private static SampleLabels labels(ScrapeConfig config) {
    return new SampleLabels(config, TARGET);
  }

  private static ScrapeRules rules(ScrapeConfig config) {
    return ScrapeRules.of(config, TARGET, ScrapeFeatures.NONE);
  }

  @Test
  void values_are_appended_under_the_targets_labels() throws Exception {
    scrape(1000, "a 1\nb{x=\"y\"} 2\n");
    ScrapeCounts counts = scrape(2000, "a 3\nb{x=\"y\"} 4\n");

    assertThat(of("a")).containsExactly(Map.entry(1000L, 1.0), Map.entry(2000L, 3.0));
    assertThat(engine.of("__name__", "b", "x", "y", "job", "j", "instance", "i")).hasSize(2);
    assertThat(counts).isEqualTo(new ScrapeCounts(2, 2, 0, 0, 0, 0, false));
  }

  @Test
  void a_series_that_is_missing_ends_and_may_come_back() throws Exception {
    scrape(1000, "a 1\nb 1\n");
    scrape(2000, "b 2\n");
    scrape(3000, "b 3\n");
    scrape(4000, "b 4\na 4\n");

    assertThat(of("a").keySet()).containsExactly(1000L, 2000L, 4000L);
    assertThat(SpecialValues.isStale(of("a").get(2000L))).isTrue();
    assertThat(of("b").values()).containsExactly(1.0, 2.0, 3.0, 4.0);
  }

  @Test
  void the_first_of_equal_lines_counts() throws Exception {
    ScrapeCounts counts = scrape(1000, "a 1\na 2\nb 1\n");
    assertThat(counts.duplicates()).isEqualTo(1);
    counts = scrape(2000, "a 3\na 4\nb 1\n");

    assertThat(counts).isEqualTo(new ScrapeCounts(3, 3, 0, 0, 1, 0, false));
    assertThat(of("a").values()).containsExactly(1.0, 3.0);
  }

  @Test
  void lines_that_mean_the_same_series_share_it() throws Exception {
    scrape(1000, "a{x=\"1\",y=\"2\"} 1\n");
    scrape(2000, "a{y=\"2\",x=\"1\"} 2\n");
    scrape(3000, "a{y=\"2\",x=\"1\"} 3\na{x=\"1\",y=\"2\"} 9\n");

    assertThat(engine.of("__name__", "a", "x", "1", "y", "2", "job", "j", "instance", "i").values())
        .containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void timestamps_of_the_exposition_count_and_such_series_end_silently() throws Exception {
    scrape(10_000, "a 1 5000\nb 1\n");
    scrape(20_000, "a 2 15000\na 3 16000\nb 2\n");
    scrape(30_000, "b 3\n");

    assertThat(of("a"))
        .containsExactly(Map.entry(5000L, 1.0), Map.entry(15_000L, 2.0), Map.entry(16_000L, 3.0));
  }

  @Test
  void timestamps_may_be_ignored_or_tracked() throws Exception {
    appender = appender("honor_timestamps: false");
    scrape(10_000, "a 1 5000\n");
    assertThat(of("a").keySet()).containsExactly(10_000L);

    appender = appender("track_timestamps_staleness: true");
    scrape(20_000, "c 1 15000\n");
    scrape(30_000, "b 1\n");
    assertThat(of("c").get(30_000L)).isEqualTo(STALE);
  }

  @Test
  void samples_far_in_the_future_are_refused() throws Exception {
    ScrapeCounts counts = scrape(1000, "a 1 601000\nb 1 601001\n");

    assertThat(counts.outOfBounds()).isEqualTo(1);
    assertThat(counts.seriesAdded()).isEqualTo(1);
    assertThat(of("a")).hasSize(1);
    assertThat(of("b")).isEmpty();
  }

  @Test
  void clashing_labels_are_renamed_or_honored() throws Exception {
    scrape(1000, "a{job=\"own\",exported_job=\"x\"} 1\n");
    assertThat(
            engine.of(
                "__name__",
                "a",
                "job",
                "j",
                "instance",
                "i",
                "exported_job",
                "x",
                "exported_exported_job",
                "own"))
        .hasSize(1);

    appender = appender("honor_labels: true");
    scrape(2000, "b{job=\"own\",instance=\"\"} 1\n");
    assertThat(engine.of("__name__", "b", "job", "own", "instance", "i")).hasSize(1);
  }

  @Test
  void samples_are_relabelled_and_dropped() throws Exception {
    appender =
        appender(
            "metric_relabel_configs: [{source_labels: [__name__], regex: 'no.*', action: drop},"
                + " {source_labels: [__name__], regex: a, target_label: t, replacement: v}]");
    scrape(1000, "nothing 1\na 1\n");
    ScrapeCounts counts = scrape(2000, "nothing 2\na 2\n");

    assertThat(counts).isEqualTo(new ScrapeCounts(2, 1, 0, 0, 0, 0, false));
    assertThat(engine.of("__name__", "a", "t", "v", "job", "j", "instance", "i")).hasSize(2);
    assertThat(engine.samples).hasSize(1);
  }

  @Test
  void limits_refuse_a_scrape_whole() throws Exception {
    appender = appender("sample_limit: 2, label_limit: 4, label_value_length_limit: 3");
    scrape(1000, "a 1\nb 1\n");

    assertThatThrownBy(() -> scrape(2000, "a 1\nb 1\nc 1\n"))
        .hasMessage("sample limit exceeded (samples: 3, limit: 2)");
    assertThatThrownBy(() -> scrape(3000, "a{x=\"1\",y=\"2\"} 1\n"))
        .hasMessageContaining("label_limit exceeded (metric: a, number of labels: 5, limit: 4)");
    assertThat(appender.scraped()).isEqualTo(1);
    assertThatThrownBy(() -> scrape(4000, "a{x=\"ünd\"} 1\n"))
        .hasMessageContaining("label_value_length_limit exceeded")
        .hasMessageContaining("length: 4, limit: 3");
    assertThat(of("c")).isEmpty();
    // What was within the limit has not ended before it is missed.
    assertThat(of("a").keySet()).containsExactly(1000L, 3000L);
  }

  @Test
  void a_limit_of_the_engine_refuses_a_scrape_and_keeps_what_was_there() throws Exception {
    engine.seriesLimit = 2;
    scrape(1000, "a 1\nb 1\n");
    assertThatThrownBy(() -> scrape(2000, "a 2\nb 2\nc 2\n")).hasMessage("too many series");
    scrape(3000, "a 3\nb 3\n");

    assertThat(of("a").keySet()).containsExactly(1000L, 3000L);
    assertThat(of("c")).isEmpty();
  }

  @Test
  void names_are_checked() {
    appender = appender("metric_name_validation_scheme: legacy");
    assertThatThrownBy(() -> scrape(1000, "{\"my.name\"} 1\n"))
        .hasMessageContaining("invalid metric name or label names");
    assertThatThrownBy(() -> scrape(1000, " a 1\n"))
        .hasMessageContaining("invalid metric name or label names");
    appender = appender("metric_relabel_configs: [{target_label: __name__, replacement: ''}]");
    assertThatThrownBy(() -> scrape(1000, "a 1\n"))
        .hasMessage("missing metric name (__name__ label)");
  }

  @Test
  void the_scrape_reports_about_itself() throws Exception {
    appender.begin(1000);
    appender.take(Format.TEXT, bytes("a 1\n"), 4);
    appender.good();
    appender.report(ReportSeries.UP, 1);
    appender.commit();
    fail(2000);
    appender.end(3000);

    assertThat(of("up"))
        .containsExactly(Map.entry(1000L, 1.0), Map.entry(2000L, 0.0), Map.entry(3000L, STALE));
    assertThat(of("a")).containsExactly(Map.entry(1000L, 1.0), Map.entry(2000L, STALE));
  }

  @Test
  void new_settings_keep_series_that_keep_their_labels() throws Exception {
    scrape(1000, "a 1\nb 1\n");
    ScrapeConfig config =
        JobConfigs.job(
            "metric_relabel_configs: [{source_labels: [__name__], regex: b, action: drop}]");
    appender.settings(labels(config), rules(config));
    scrape(2000, "a 2\nb 2\n");
    scrape(3000, "a 3\nb 3\n");

    assertThat(of("a").values()).containsExactly(1.0, 2.0, 3.0);
    assertThat(of("b").values()).containsExactly(1.0, STALE);
  }

  @Test
  void a_full_disk_is_told_and_the_next_scrape_begins_afresh() throws Exception {
    scrape(1000, "a 1\n");
    engine.full = true;
    assertThatThrownBy(() -> scrape(2000, "a 2\n"))
        .hasMessage("the samples cannot be stored: the disk is full");
    assertThat(appender.hasWriter()).isFalse();
    assertThat(engine.openWriters).isZero();
    engine.full = false;
    appender.writer(engine.writer(TARGET));
    scrape(3000, "a 3\n");

    assertThat(of("a").keySet()).containsExactly(1000L, 3000L);
  }

  @Test
  void metadata_and_exemplars_are_handed_on() throws Exception {
    String body =
        "# TYPE a counter\n# HELP a what it is\n" + "a_total 1 # {trace=\"t\"} 0.5\n# EOF\n";
    appender.begin(1000);
    appender.take(Format.OPENMETRICS, bytes(body), bytes(body).length);
    appender.good();
    appender.commit();

    assertThat(appender.metadata())
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.family()).isEqualTo("a");
              assertThat(m.type()).isEqualTo(MetricType.COUNTER);
              assertThat(m.help()).isEqualTo("what it is");
            });
    assertThat(engine.families).isEqualTo(appender.metadata());
    assertThat(engine.exemplars.values())
        .singleElement()
        .satisfies(list -> assertThat(list.getFirst().timestampMs()).isEqualTo(1000));
  }

  @Test
  void snapshots_go_the_same_way() throws Exception {
    appender = new TargetAppender(true, labels(JobConfigs.job("")), rules(JobConfigs.job("")));
    appender.writer(engine.writer(TARGET));
    for (int i = 1; i <= 3; i++) {
      appender.begin(i * 1000L);
      appender.take(gauges(i == 2 ? 1 : 2, i));
      appender.good();
      appender.commit();
    }
    assertThat(engine.of("__name__", "g", "n", "0", "job", "j", "instance", "i").values())
        .containsExactly(1.0, 2.0, 3.0);
    assertThat(engine.of("__name__", "g", "n", "1", "job", "j", "instance", "i").values())
        .containsExactly(1.0, STALE, 3.0);
  }

  @Test
  void random_snapshots_leave_the_samples_that_they_hold() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    appender = new TargetAppender(true, labels(JobConfigs.job("")), rules(JobConfigs.job("")));
    appender.writer(engine.writer(TARGET));
    Map<String, Map<Long, Double>> expected = new HashMap<>();
    Set<Integer> alive = new HashSet<>();
    Set<Integer> shown = new HashSet<>();
    for (int pass = 1; pass <= 200; pass++) {
      long now = pass * 1000L;
      for (int change = Math.max(0, random.nextInt(8) - 4); change > 0; change--) {
        int first = random.nextInt(900);
        boolean come = random.nextBoolean();
        for (int n = first; n < first + random.nextInt(400); n++) {
          if (come) {
            shown.add(n);
          } else {
            shown.remove(n);
          }
        }
      }
      GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("g");
      for (int n : shown) {
        double value = random.nextInt(50);
        gauge.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(io.prometheus.metrics.model.snapshots.Labels.of("n", String.valueOf(n)))
                .value(value)
                .build());
        expected.computeIfAbsent(String.valueOf(n), k -> new HashMap<>()).put(now, value);
      }
      alive.removeAll(shown);
      alive.forEach(n -> expected.get(String.valueOf(n)).put(now, STALE));
      alive.clear();
      alive.addAll(shown);
      appender.begin(now);
      appender.take(MetricSnapshots.of(gauge.build()));
      appender.good();
      assertThat(appender.scraped()).as("seed %d, pass %d", seed, pass).isEqualTo(shown.size());
      appender.commit();
    }
    expected.forEach(
        (n, values) ->
            assertThat(engine.of("__name__", "g", "n", n, "job", "j", "instance", "i"))
                .as("seed %d, n %s", seed, n)
                .isEqualTo(values));
  }

  @Test
  void what_snapshots_say_of_their_families_is_followed() throws Exception {
    appender = new TargetAppender(true, labels(JobConfigs.job("")), rules(JobConfigs.job("")));
    appender.writer(engine.writer(TARGET));
    takeEach(MetricSnapshots.of(gauge("a", "first"), gauge("b", "stays")));
    assertThat(helps()).containsExactly("a first", "b stays");
    takeEach(MetricSnapshots.of(gauge("a", "second"), gauge("b", "stays")));
    assertThat(helps()).containsExactly("a second", "b stays");
    for (int i = 0; i < 4; i++) {
      // Forgotten when it was missing a few times that something changed.
      takeEach(MetricSnapshots.of(gauge("a", "third " + i)));
    }
    assertThat(helps()).containsExactly("a third 3");
  }

  private void takeEach(MetricSnapshots snapshots) throws Exception {
    for (int i = 0; i < 25; i++) {
      appender.begin(1_000L * ++scrapes);
      appender.take(snapshots);
      appender.good();
      appender.commit();
    }
  }

  private List<String> helps() {
    return appender.metadata().stream().map(m -> m.family() + " " + m.help()).toList();
  }

  private static GaugeSnapshot gauge(String name, String help) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(1).build())
        .build();
  }

  @Test
  void random_bodies_leave_what_a_naive_appender_would() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, Map<Long, Double>> expected = new HashMap<>();
    Set<String> alive = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int pass = 1; pass <= 400; pass++) {
      long now = pass * 1000L;
      mutate(names, random);
      StringBuilder body = new StringBuilder("# HELP s0 some text\n");
      Map<String, Double> values = new HashMap<>();
      for (String name : names) {
        double value = random.nextInt(100);
        values.putIfAbsent(name, value);
        body.append(name).append(' ').append(value).append('\n');
      }
      boolean broken = random.nextInt(10) == 0;
      int reached = broken ? random.nextInt(names.size() + 1) : names.size();
      if (broken) {
        int line = 0;
        for (int i = 0; i <= reached; i++) {
          line = body.indexOf("\n", line) + 1;
        }
        body.insert(line, "{{{\n");
      }
      Set<String> ended = new HashSet<>(alive);
      try {
        scrape(now, body.toString());
        assertThat(broken).isFalse();
        values.forEach(
            (name, value) -> expected.computeIfAbsent(name, n -> new HashMap<>()).put(now, value));
        ended.removeAll(values.keySet());
        alive = new HashSet<>(values.keySet());
      } catch (ScrapeException e) {
        assertThat(broken).as(e.getMessage()).isTrue();
        alive = new HashSet<>(names.subList(0, reached));
        ended.removeAll(alive);
      }
      ended.forEach(name -> expected.computeIfAbsent(name, n -> new HashMap<>()).put(now, STALE));
    }
    expected.forEach(
        (name, values) ->
            assertThat(of(name)).as("series %s, seed %d", name, seed).isEqualTo(values));
    assertThat(engine.samples).as("seed %d", seed).hasSize(expected.size());
  }

  private static void mutate(List<String> names, Random random) {
    if (names.isEmpty()) {
      names.add("s0");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(names.size());
      switch (random.nextInt(5)) {
        case 0, 1 -> names.add(at, "s" + random.nextInt(300));
        case 2 -> {
          if (names.size() > 1) {
            names.remove(at);
          }
        }
        case 3 -> Collections.rotate(names, 1);
        default -> Collections.swap(names, at, 0);
      }
    }
  }

  private static MetricSnapshots gauges(int count, double value) {
    GaugeSnapshot.Builder out = GaugeSnapshot.builder().name("g");
    for (int i = 0; i < count; i++) {
      out.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(io.prometheus.metrics.model.snapshots.Labels.of("n", String.valueOf(i)))
              .value(value)
              .build());
    }
    return MetricSnapshots.of(out.build());
  }

  private TargetAppender appender(String keys) {
    TargetAppender made =
        new TargetAppender(false, labels(JobConfigs.job(keys)), rules(JobConfigs.job(keys)));
    made.writer(engine.writer(TARGET));
    return made;
  }

  private ScrapeCounts scrape(long timestampMs, String body) throws ScrapeException {
    byte[] bytes = bytes(body);
    appender.begin(timestampMs);
    try {
      appender.take(Format.TEXT, bytes, bytes.length);
      appender.good();
    } catch (ScrapeException e) {
      appender.failed();
      appender.commit();
      throw e;
    }
    return appender.commit();
  }

  private void fail(long timestampMs) throws ScrapeException {
    appender.begin(timestampMs);
    appender.failed();
    appender.report(ReportSeries.UP, 0);
    appender.commit();
  }

  private Map<Long, Double> of(String name) {
    return engine.of("__name__", name, "job", "j", "instance", "i");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
