// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.internal.append.MemoryEngine;
import io.narthex.spi.model.SpecialValues;
import io.narthex.storage.RowIntake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How settings of a job change what a target is asked, and what the scrape says of itself. */
@Timeout(60)
class ScrapeRequestTest {

  private final MemoryEngine engine = new MemoryEngine();
  private final FakeTarget target = new FakeTarget();
  private final ScrapeManager manager;

  ScrapeRequestTest(@TempDir Path folder) {
    RowIntake intake = engine::writer;
    StorageGate gate = new StorageGate();
    gate.set(intake);
    FakeExporters exporters = new FakeExporters();
    ScrapeContext context = TestScraping.context(gate, exporters, new ScrapeMetrics());
    manager =
        TestScraping.manager(context, new DiscoveryStarter(new FakeRegistry(), exporters, folder));
  }

  @AfterEach
  void stop() {
    manager.close();
    target.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scrape_native_histograms: true | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1
          scrape_protocols: [PrometheusText0.0.4, OpenMetricsText1.0.0] | text/plain;version=0.0.4;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.4
          scrape_protocols: [PrometheusText1.0.0], metric_name_validation_scheme: legacy | text/plain;version=1.0.0;escaping=underscores;q=0.6,*/*;q=0.5
          scrape_protocols: [PrometheusText1.0.0], metric_name_escaping_scheme: values | text/plain;version=1.0.0;escaping=values;q=0.6,*/*;q=0.5
          """)
  void asksForTheFormatsThatAreWanted(String keys, String accept) {
    configure(keys);
    await(() -> target.requests.get() > 0);
    assertThat(target.lastHeaders.getFirst("Accept")).isEqualTo(accept);
  }

  @Test
  void asksForAPlainBodyWhenCompressionIsOff() {
    configure("enable_compression: false");
    await(() -> target.requests.get() > 0);
    assertThat(target.lastHeaders.getFirst("Accept-Encoding")).isEqualTo("identity");
  }

  @Test
  void rulesMayChangeWhereATargetIsAsked() {
    configure(
        "params: {m: [a, b]}, relabel_configs: [{target_label: __param_m, replacement: c},"
            + " {target_label: __param_n, replacement: d},"
            + " {target_label: __metrics_path__, replacement: /other}]");
    await(() -> target.requests.get() > 0);
    assertThat(target.lastUri).isEqualTo("/other?m=c&m=b&n=d");
  }

  @Test
  void readsBodiesOfNoKnownTypeByTheFallback() {
    target.contentType = "";
    configure("");
    await(() -> !samples("up").isEmpty());
    assertThat(samples("up").lastEntry().getValue()).isZero();
    configure("fallback_scrape_protocol: PrometheusText0.0.4");
    await(() -> samples("up").lastEntry().getValue() == 1);
  }

  @Test
  void saysMoreOfAScrapeWhenAsked() {
    configure("extra_scrape_metrics: true, sample_limit: 7, body_size_limit: 20B");
    await(() -> !samples("scrape_body_size_bytes").isEmpty());
    assertThat(samples("scrape_timeout_seconds").lastEntry().getValue()).isEqualTo(0.1);
    assertThat(samples("scrape_sample_limit").lastEntry().getValue()).isEqualTo(7);
    assertThat(samples("scrape_body_size_bytes").lastEntry().getValue()).isEqualTo(4);
    target.body("a 1\n".repeat(10));
    await(() -> samples("scrape_body_size_bytes").lastEntry().getValue() == -1);
    target.status = 500;
    await(() -> samples("scrape_body_size_bytes").lastEntry().getValue() == 0);
  }

  @Test
  void rulesForSamplesDoNotTouchWhatAScrapeSaysOfItself() {
    configure("metric_relabel_configs: [{source_labels: [__name__], regex: '.*', action: drop}]");
    await(() -> samples("up").size() > 1);
    assertThat(samples("up").lastEntry().getValue()).isEqualTo(1);
    assertThat(samples("scrape_samples_scraped").lastEntry().getValue()).isEqualTo(1);
    assertThat(samples("scrape_samples_post_metric_relabeling").lastEntry().getValue()).isZero();
    assertThat(samples("a")).isEmpty();
  }

  @Test
  void nothingIsMarkedAsEndedWhenTheServerEnds() {
    configure("");
    await(() -> samples("a").size() > 1);
    manager.close();
    assertThat(samples("a").values()).noneMatch(SpecialValues::isStale);
    assertThat(samples("up").values()).noneMatch(SpecialValues::isStale);
  }

  private void configure(String keys) {
    manager.configure(JobConfigs.scraping(target.address(), keys));
  }

  private NavigableMap<Long, Double> samples(String name) {
    return engine.of("__name__", name, "job", "j", "instance", target.address());
  }

  private void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("time ran out; targets: %s", manager.activeTargets())
          .isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
