// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.narthex.scrape.ActiveTarget;
import io.narthex.scrape.DroppedTarget;
import io.narthex.scrape.JobProblem;
import io.narthex.scrape.ScrapeFailure;
import io.narthex.scrape.TargetHealth;
import io.narthex.scrape.internal.append.MemoryEngine;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.storage.RowIntake;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScrapeManagerTest {

  private final MemoryEngine engine = new MemoryEngine();
  private final RowIntake intake = engine::writer;
  private final StorageGate gate = new StorageGate();
  private final FakeExporters exporters = new FakeExporters();
  private final FakeRegistry registry = new FakeRegistry();
  private final ScrapeMetrics metrics = new ScrapeMetrics();
  private final FakeTarget target = new FakeTarget();
  private final Path folder;
  private final DiscoveryStarter starter;
  private final ScrapeManager manager;

  ScrapeManagerTest(@TempDir Path folder) {
    this.folder = folder;
    starter = new DiscoveryStarter(registry, exporters, folder);
    gate.set(intake);
    ScrapeContext context = TestScraping.context(gate, exporters, metrics);
    manager = TestScraping.manager(context, starter);
  }

  @AfterEach
  void stop() {
    manager.close();
    target.close();
    assertThat(engine.openWriters).isZero();
  }

  @Test
  void a_target_is_asked_as_upstream_asks_and_shown() {
    configure(job("j", target.address(), "params: {module: [x y], k: [a, b]}"));
    awaitSamples(4);

    assertThat(samples("up").values()).contains(1.0);
    assertThat(samples("scrape_samples_scraped").lastEntry().getValue()).isEqualTo(1);
    assertThat(target.lastUri).isEqualTo("/metrics?k=a&k=b&module=x+y");
    assertThat(target.lastHeaders.getFirst("User-Agent")).isEqualTo("Narthex/1.2.3");
    assertThat(target.lastHeaders.getFirst("Accept-Encoding")).isEqualTo("gzip");
    assertThat(target.lastHeaders.getFirst("X-Prometheus-Scrape-Timeout-Seconds")).isEqualTo("0.1");
    assertThat(target.lastHeaders.getFirst("Accept"))
        .isEqualTo(
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + "application/openmetrics-text;version=0.0.1;q=0.5,"
                + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
    ActiveTarget active = manager.activeTargets().getFirst();
    assertThat(active.health()).isEqualTo(TargetHealth.UP);
    assertThat(active.scrapeUrl()).startsWith("http://" + target.address() + "/metrics?");
    assertThat(active.globalUrl()).startsWith("http://myhost:");
    assertThat((Object) active.labels().get("instance")).isEqualTo(target.address());
    assertThat(active.discoveredLabels().get("__scrape_interval__")).isEqualTo("100ms");
    assertThat(new ScrapeCollector(manager, metrics).collect())
        .extracting(MetricSnapshot::getMetadata)
        .extracting(metadata -> metadata.getName())
        .contains(
            "prometheus_target_interval_length_seconds",
            "prometheus_target_interval_length_histogram_seconds",
            "prometheus_target_sync_length_seconds",
            "prometheus_target_metadata_cache_entries",
            "prometheus_target_scrape_pools",
            "prometheus_target_scrape_pool_targets");
  }

  @Test
  void a_gzip_body_is_read() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("a{n=\"").append(i).append("\"} ").append(i).append('\n');
    }
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    target.body = out.toByteArray();
    target.encoding = "gzip";
    configure("scrape_configs: [" + entry("j", target.address(), "5s", "") + "]");
    await(() -> !samples("up").isEmpty());

    assertThat(samples("scrape_samples_scraped").lastEntry().getValue()).isEqualTo(20_000);

    target.body = Arrays.copyOf(target.body, target.body.length / 2);
    configure(job("k", target.address(), ""));
    await(() -> error("k").contains("the gzip body is broken"));
  }

  @Test
  void a_zstd_body_is_asked_for_and_read() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("a{n=\"").append(i).append("\"} ").append(i).append('\n');
    }
    target.body = Zstd.compress(text.toString().getBytes(StandardCharsets.UTF_8));
    target.encoding = "zstd";
    configure(
        "scrape_configs: ["
            + entry("j", target.address(), "5s", "scrape_compressions: [zstd, gzip]")
            + "]");
    await(() -> !samples("up").isEmpty());

    assertThat(target.lastHeaders.getFirst("Accept-Encoding")).isEqualTo("zstd, gzip");
    assertThat(samples("scrape_samples_scraped").lastEntry().getValue()).isEqualTo(20_000);
  }

  @Test
  void what_goes_wrong_is_told() {
    configure(job("j", target.address(), "body_size_limit: 100B"));
    awaitSamples(1);
    target.status = 503;
    await(() -> error("j").equals("server returned HTTP status 503 Service Unavailable"));
    target.status = 200;
    target.body("x".repeat(100));
    await(() -> error("j").startsWith("body size limit exceeded"));
    target.body("a 1\nb{\n");
    await(() -> error("j").contains("line 2"));
    target.body("a 1\n");
    target.contentType = "image/png";
    await(() -> error("j").contains("received unsupported Content-Type \"image/png\""));
    target.contentType = "text/plain";
    target.delayMs = 500;
    await(() -> error("j").endsWith("no complete answer within 100ms"));
    target.close();
    await(() -> error("j").contains(": connection refused; "));
    assertThat(failures().getFirst().phase()).isEqualTo("connect");

    assertThat(samples("up").lastEntry().getValue()).isZero();
    assertThat(manager.activeTargets().getFirst().health()).isEqualTo(TargetHealth.DOWN);
  }

  @Test
  void failures_are_kept_and_logged() throws Exception {
    Path log = folder.resolve("failures.log");
    target.status = 500;
    configure(job("j", target.address(), "scrape_failure_log_file: '" + log + "'"));
    await(() -> failures().size() == 5);
    target.status = 200;
    target.body("a 1\na{ 1\n");
    await(() -> failures().getFirst().phase().equals("parse"));

    assertThat(failures().getFirst().message()).contains("line 2");
    assertThat(failures()).hasSize(5);
    await(() -> failures().getLast().phase().equals("parse"));
    assertThat(lines(log)).hasSizeGreaterThanOrEqualTo(5).noneMatch(l -> l.contains("line 2"));
    assertThat(lines(log).getFirst())
        .startsWith("{\"time\":\"")
        .endsWith(
            "\"level\":\"ERROR\",\"msg\":\"server returned HTTP status 500 Internal Server Error\","
                + "\"job_name\":\"j\",\"target\":\"http://"
                + target.address()
                + "/metrics\"}");
    Files.move(log, folder.resolve("old.log"));
    target.status = 500;
    configure(
        job("j", target.address(), "sample_limit: 9, scrape_failure_log_file: '" + log + "'"));
    await(() -> Files.exists(log));
  }

  private List<ScrapeFailure> failures() {
    return manager.activeTargets().getFirst().failures();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void credentials_are_sent() {
    configure(job("j", target.address(), "basic_auth: {username: u, password: p}"));
    await(() -> target.lastHeaders != null);
    assertThat(target.lastHeaders.getFirst("Authorization")).isEqualTo("Basic dTpw");

    configure(job("j", target.address(), "authorization: {credentials: abc}"));
    await(() -> "Bearer abc".equals(target.lastHeaders.getFirst("Authorization")));
    configure(job("j", target.address(), "oauth2: {client_id: a, token_url: 'http://x/'}"));
    await(() -> error("j").contains("oauth2: no token from http://x/: "));
  }

  @Test
  void a_target_that_is_removed_ends_its_series() {
    configure(job("j", target.address(), ""));
    awaitSamples(2);
    configure("scrape_configs: []");

    await(() -> SpecialValues.isStale(samples("a").lastEntry().getValue()));
    await(() -> SpecialValues.isStale(samples("up").lastEntry().getValue()));
    assertThat(manager.scrapePools()).isEmpty();
  }

  @Test
  void a_reload_leaves_the_loops_of_unchanged_targets_alone() {
    configure(job("j", target.address(), ""));
    awaitSamples(2);
    ScrapeLoop loop = manager.jobs().iterator().next().loops().getFirst();

    configure(
        "scrape_configs: ["
            + entry("j", target.address(), "100ms", "sample_limit: 5")
            + ", "
            + entry("k", target.address(), "100ms", "")
            + "]");
    int before = samples("a").size();
    awaitSamples(before + 3);

    assertThat(manager.jobs().iterator().next().loops()).containsExactly(loop);
    assertThat(samples("a").values()).noneMatch(SpecialValues::isStale);
    configure("scrape_configs: [" + entry("j", target.address(), "150ms", "sample_limit: 5") + "]");
    await(() -> manager.activeTargets().getFirst().scrapeInterval().toMillis() == 150);
    assertThat(manager.jobs().iterator().next().loops()).containsExactly(loop);
    assertThat(metrics.reloads.sum()).isEqualTo(2);
    assertThat(metrics.reloadSeconds).containsOnlyKeys("100ms", "150ms");
  }

  @Test
  void exporters_inside_the_process_are_targets() {
    configure(
        "scrape_configs: [{job_name: j, scrape_interval: 100ms,"
            + " exporter_sd_configs: [{names: [node]}],"
            + " relabel_configs: [{source_labels: [__meta_exporter_type], target_label: kind}]}]");
    assertThat(manager.problems())
        .containsExactly(new JobProblem("j", true, "waiting for exporter node"));
    exporters.add("node", "machine");
    exporters.add("other", "machine");
    await(() -> !insideSamples().isEmpty());

    ActiveTarget active = manager.activeTargets().getFirst();
    assertThat(manager.activeTargets()).hasSize(1);
    assertThat(active.scrapeUrl()).isEqualTo("exporter://node");
    assertThat(active.globalUrl()).isEqualTo("http://myhost:9090/exporters/node/metrics");
    assertThat(manager.problems()).isEmpty();

    exporters.remove("node");
    await(() -> SpecialValues.isStale(insideSamples().lastEntry().getValue()));
    assertThat(manager.activeTargets()).isEmpty();
  }

  /** Long before the next scrape would have been; and an update of its plug-in leaves no mark. */
  @Test
  void an_exporter_that_goes_ends_its_series_at_once_unless_it_comes_back() {
    String job =
        "scrape_configs: [{job_name: j, scrape_interval: %s,"
            + " exporter_sd_configs: [{names: [node]}],"
            + " relabel_configs: [{source_labels: [__meta_exporter_type], target_label: kind}]}]";
    configure(job.formatted("100ms"));
    exporters.add("node", "machine");
    await(() -> !insideSamples().isEmpty());
    exporters.remove("node");
    exporters.add("node", "machine");
    int before = insideSamples().size();
    await(() -> insideSamples().size() > before + 20);
    assertThat(insideSamples().values()).noneMatch(SpecialValues::isStale);

    configure(job.formatted("1h"));
    exporters.remove("node");
    await(() -> SpecialValues.isStale(insideSamples().lastEntry().getValue()));
  }

  @Test
  void a_job_waits_for_its_discovery_and_keeps_the_last_good_targets() {
    configure(
        "scrape_configs: [{job_name: j, scrape_interval: 100ms,"
            + " moon_sd_configs: [{address: '"
            + target.address()
            + "'}]}]");
    assertThat(manager.problems())
        .containsExactly(new JobProblem("j", true, "waiting for discovery plug-in moon"));

    FakeDiscoveryFactory factory = new FakeDiscoveryFactory();
    var plugin = registry.add("discovery", factory);
    awaitSamples(1);
    assertThat(manager.problems()).isEmpty();
    assertThat(manager.activeTargets().getFirst().discoveredLabels().get("__meta_moon_phase"))
        .isEqualTo("full");
    await(
        () ->
            starter.metrics().collect().stream()
                .filter(
                    f -> f.getMetadata().getName().equals("prometheus_sd_refresh_duration_seconds"))
                .anyMatch(f -> !f.getDataPoints().isEmpty()));

    factory.sink.failed("the moon is hidden");
    assertThat(manager.problems().getFirst().reason()).endsWith("the moon is hidden");
    registry.remove(plugin);
    assertThat(manager.problems().getFirst().waiting()).isTrue();
    int before = samples("a").size();
    awaitSamples(before + 2);
  }

  @Test
  void a_wrong_entry_of_a_discovery_is_told_with_its_place() {
    registry.add("discovery", new FakeDiscoveryFactory());
    configure("scrape_configs: [{job_name: j, moon_sd_configs: [{adress: x}]}]");

    await(() -> !manager.problems().isEmpty() && !manager.problems().getFirst().waiting());
    assertThat(manager.problems().getFirst().reason())
        .contains(".yml:1:", "unknown key \"adress\"; did you mean address?");
  }

  @Test
  void dropped_and_refused_targets_are_shown() {
    configure(
        "scrape_configs: [{job_name: j, keep_dropped_targets: 1, static_configs: [{targets: [a,"
            + " b, c]}, {targets: ['bad/x']}], relabel_configs: [{source_labels: [__address__],"
            + " regex: '[ab]', action: drop}]}]");

    assertThat(manager.droppedTargets())
        .containsExactly(
            new DroppedTarget(manager.droppedTargets().getFirst().discoveredLabels(), "j", 0));
    assertThat(manager.relabelSteps("j", Labels.of("__address__", "b")))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.keep()).isFalse();
              assertThat(step.output().isEmpty()).isTrue();
            });
    assertThat(
            (Object) manager.relabelSteps("j", Labels.of("__address__", "c")).getFirst().output())
        .isEqualTo(Labels.of("__address__", "c"));
    assertThatThrownBy(() -> manager.relabelSteps("k", Labels.empty()))
        .hasMessage("scrape pool \"k\" not found");
    assertThat(manager.droppedTargetCounts()).containsEntry("j", 2);
    assertThat(manager.problems().getFirst().reason())
        .isEqualTo("target 0 in group 1: \"bad/x\" is not a valid hostname; give host:port only");
    assertThat(manager.activeTargets()).hasSize(1);
  }

  @Test
  void more_targets_than_the_limit_are_not_scraped() {
    configure(job("j", target.address() + "','127.0.0.1:1", "target_limit: 1"));

    await(() -> error("j").equals("target_limit exceeded (number of targets: 2, limit: 1)"));
    assertThat(target.requests).hasValue(0);
    assertThat(metrics.targetLimitHits.sum()).isEqualTo(1);
  }

  @Test
  void scraping_goes_on_without_storage_and_takes_the_next_engine() {
    gate.unset(intake);
    configure(job("j", target.address(), ""));
    await(() -> error("j").equals("samples are not stored: there is no storage engine"));
    assertThat(manager.activeTargets().getFirst().health()).isEqualTo(TargetHealth.UP);

    gate.set(intake);
    awaitSamples(2);
    await(() -> error("j").isEmpty());
  }

  private static String job(String name, String address, String keys) {
    return "scrape_configs: [" + entry(name, address, "100ms", keys) + "]";
  }

  private static String entry(String name, String address, String interval, String keys) {
    return "{job_name: %s, scrape_interval: %s, static_configs: [{targets: ['%s']}]%s}"
        .formatted(name, interval, address, keys.isEmpty() ? "" : ", " + keys);
  }

  private void configure(String text) {
    manager.configure(JobConfigs.prometheus(text));
  }

  private NavigableMap<Long, Double> samples(String name) {
    return engine.of("__name__", name, "job", "j", "instance", target.address());
  }

  private NavigableMap<Long, Double> insideSamples() {
    return engine.of("__name__", "inside", "job", "j", "instance", "node", "kind", "machine");
  }

  private void awaitSamples(int count) {
    await(() -> samples("a").size() >= count);
  }

  private String error(String job) {
    return manager.activeTargets().stream()
        .filter(active -> active.scrapePool().equals(job))
        .map(ActiveTarget::lastError)
        .findFirst()
        .orElse("");
  }

  private void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(
              "time ran out; targets: %s, problems: %s",
              manager.activeTargets(), manager.problems())
          .isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
