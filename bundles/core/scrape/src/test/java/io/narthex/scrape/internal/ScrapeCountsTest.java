// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.internal.append.MemoryEngine;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each count that dashboards ask for moves when what it counts happens. */
@Timeout(60)
class ScrapeCountsTest {

  private static final String BODY =
      """
      a{long="value"} 1
      b 1
      b 2
      late 1 99999999999999
      # TYPE h histogram
      h_bucket{le="1"} 1
      h_bucket{le="+Inf"} 1
      h_count 1
      h_sum 1
      """;

  private final MemoryEngine engine = new MemoryEngine();
  private final StorageGate gate = new StorageGate();
  private final FakeTarget target = new FakeTarget();
  private final ScrapeMetrics metrics = new ScrapeMetrics();
  private final DiscoveryStarter starter;
  private final ScrapeManager manager;

  ScrapeCountsTest(@TempDir Path folder) {
    target.body(BODY);
    gate.set(engine::writer);
    FakeExporters exporters = new FakeExporters();
    starter = new DiscoveryStarter(new FakeRegistry(), exporters, folder);
    manager = TestScraping.manager(TestScraping.context(gate, exporters, metrics), starter);
  }

  @AfterEach
  void stop() {
    manager.close();
    target.close();
  }

  @Test
  void samples_that_are_not_taken_are_counted() {
    configure("");
    await("prometheus_target_scrapes_sample_duplicate_timestamp", "", n -> n >= 2);
    await("prometheus_target_scrapes_sample_out_of_bounds", "", n -> n >= 2);
    // Each scrape keeps all lines, as upstream counts them, whatever becomes of their samples.
    await("narthex_scrape_samples", "", n -> n >= 16);
    assertThat(value("prometheus_target_scrapes_exceeded_sample_limit", "")).isZero();

    long future = System.currentTimeMillis() + 300_000;
    target.body("c 1 " + future + "\nc 2 " + (future - 1000) + "\n");
    await("prometheus_target_scrapes_sample_out_of_order", "", n -> n >= 1);
  }

  @Test
  void scrapes_that_exceed_a_limit_are_counted_by_the_limit() {
    // The second of equal lines does not count; the one that is too late does, as upstream.
    configure("sample_limit: 7");
    await("narthex_scrape_samples", "", n -> n >= 16);
    assertThat(value("prometheus_target_scrapes_exceeded_sample_limit", "")).isZero();
    configure("sample_limit: 6");
    await("prometheus_target_scrapes_exceeded_sample_limit", "", n -> n >= 2);
    configure("label_limit: 3");
    await("prometheus_target_scrape_pool_exceeded_label_limits", "", n -> n >= 2);
    configure("label_name_length_limit: 3");
    double before = value("prometheus_target_scrape_pool_exceeded_label_limits", "");
    await("prometheus_target_scrape_pool_exceeded_label_limits", "", n -> n >= before + 2);
    configure("body_size_limit: 10B");
    await("prometheus_target_scrapes_exceeded_body_size_limit", "", n -> n >= 2);
    configure("convert_classic_histograms_to_nhcb: true, native_histogram_bucket_limit: 1");
    target.body(BODY.replace("le=\"+Inf\"} 1", "le=\"+Inf\"} 2").replace("h_count 1", "h_count 2"));
    await("prometheus_target_scrapes_exceeded_native_histogram_bucket_limit", "", n -> n >= 1);
  }

  @Test
  void series_that_are_forgotten_while_scrapes_fail_are_counted() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1_100; i++) {
      many.append("many{i=\"").append(i).append("\"} 1\n");
    }
    target.body(many + "{{{\n");
    configure("");
    await("narthex_scrape_samples", "", n -> n >= 1_100);
    assertThat(value("prometheus_target_scrapes_cache_flush_forced", "")).isZero();

    // The thousand and more are known from the scrape that failed, and these lack them.
    target.body("other 1\n{{{\n");
    await("prometheus_target_scrapes_cache_flush_forced", "", n -> n == 1);
  }

  @Test
  void jobs_and_their_targets_are_counted() {
    manager.configure(
        JobConfigs.prometheus(
            "scrape_configs: [{job_name: j, scrape_interval: 100ms, extra_scrape_metrics: true,"
                + " target_limit: 5, relabel_configs: [{target_label: x, replacement: y}],"
                + " static_configs: [{targets: ['"
                + target.address()
                + "']}, {targets: ['bad/x']}]}]"));
    await("prometheus_target_interval_length_seconds", "100ms", n -> n >= 2);
    await("prometheus_target_interval_length_histogram_seconds", "100ms", n -> n >= 2);
    await("prometheus_target_scrape_duration_seconds", "", n -> n >= 2);
    await("prometheus_target_scrape_pool_sync", "j", n -> n >= 1);
    assertThat(value("prometheus_target_sync_length_seconds", "j")).isGreaterThanOrEqualTo(1);
    assertThat(value("prometheus_target_sync_length_histogram_seconds", "j"))
        .isGreaterThanOrEqualTo(1);
    assertThat(value("prometheus_target_sync_failed", "j")).isGreaterThanOrEqualTo(1);
    assertThat(value("prometheus_target_scrape_pools", "")).isEqualTo(1);
    assertThat(value("prometheus_target_scrape_pool_targets", "j")).isEqualTo(1);
    assertThat(value("prometheus_target_scrape_pool_target_limit", "j")).isEqualTo(5);
    assertThat(value("prometheus_sd_discovered_targets", "j")).isEqualTo(2);
    await("prometheus_target_metadata_cache_entries", "j", n -> n == 1);
    assertThat(value("prometheus_target_metadata_cache_bytes", "j")).isPositive();
    assertThat(value("narthex_scrape_job_problems", "j")).isEqualTo(1);
    assertThat(value("prometheus_target_scrape_pool_reloads", "")).isZero();

    configure("target_limit: 0");
    await("prometheus_target_scrape_pool_reloads", "", n -> n == 1);
    await("prometheus_target_reload_length_seconds", "100ms", n -> n == 1);
    manager.configure(
        JobConfigs.prometheus(
            "scrape_configs: [{job_name: j, scrape_interval: 100ms, target_limit: 1,"
                + " static_configs: [{targets: [a, b]}]}]"));
    await("prometheus_target_scrape_pool_exceeded_target_limit", "", n -> n >= 1);
  }

  private void configure(String keys) {
    manager.configure(JobConfigs.scraping(target.address(), keys));
  }

  /** Returns a value, of a summary or histogram its count; of a job or interval if one is given. */
  private double value(String name, String of) {
    return new ScrapeCollector(manager, metrics)
        .collect().stream()
            .filter(family -> family.getMetadata().getName().equals(name))
            .flatMap(family -> family.getDataPoints().stream())
            .filter(point -> is(point.getLabels(), of))
            .mapToDouble(ScrapeCountsTest::number)
            .findFirst()
            .orElse(-1);
  }

  private static boolean is(Labels labels, String of) {
    return of.isEmpty() ? labels.isEmpty() : labels.stream().anyMatch(l -> l.getValue().equals(of));
  }

  private static double number(DataPointSnapshot point) {
    return switch (point) {
      case CounterDataPointSnapshot counter -> counter.getValue();
      case GaugeDataPointSnapshot gauge -> gauge.getValue();
      case SummaryDataPointSnapshot summary -> summary.getCount();
      case HistogramDataPointSnapshot histogram -> histogram.getCount();
      default -> throw new AssertionError(point.getClass());
    };
  }

  private void await(String name, String of, DoublePredicate wanted) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!wanted.test(value(name, of))) {
      assertThat(System.nanoTime())
          .as(
              "%s is %s; targets: %s, problems: %s",
              name, value(name, of), manager.activeTargets(), manager.problems())
          .isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
