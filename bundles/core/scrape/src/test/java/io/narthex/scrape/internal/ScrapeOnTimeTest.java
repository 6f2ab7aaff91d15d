// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.narthex.scrape.ActiveTarget;
import io.narthex.scrape.internal.append.MemoryEngine;
import io.narthex.spi.model.SpecialValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens elsewhere, to other targets or to the configuration, costs a target no scrape. */
@Timeout(120)
class ScrapeOnTimeTest {

  private static final int INTERVAL_MS = 1_000;

  private final MemoryEngine engine = new MemoryEngine();
  private final StorageGate gate = new StorageGate();
  private final FakeExporters exporters = new FakeExporters();
  private final FakeTarget good = new FakeTarget();
  private final HttpServer bad;
  private final ScrapeManager manager;

  ScrapeOnTimeTest(@TempDir Path folder) throws IOException {
    gate.set(engine::writer);
    bad = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    bad.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    bad.start();
    manager =
        TestScraping.manager(
            TestScraping.context(gate, exporters, new ScrapeMetrics()),
            new DiscoveryStarter(new FakeRegistry(), exporters, folder));
  }

  @AfterEach
  void stop() {
    manager.close();
    good.close();
    bad.stop(0);
    assertThat(engine.openWriters).isZero();
  }

  @Test
  void a_target_is_on_time_whatever_its_neighbours_answer() {
    Map<String, String> reasons = new TreeMap<>();
    answer("garbage", "text/plain", "\u0001\u0002{{{ 7\n");
    reasons.put("garbage", "line 1");
    answer("type", "application/pdf", "a 1\n");
    reasons.put("type", "received unsupported Content-Type \"application/pdf\"");
    answer("cut", "application/openmetrics-text; version=1.0.0", "# TYPE a gauge\na 1\n");
    reasons.put("cut", "data does not end with # EOF");
    answer("nameless", "text/plain", "{} 1\n");
    reasons.put("nameless", "metric name not set");
    answer("empty", "text/plain", "a{=\"b\"} 1\n");
    reasons.put("empty", "line 1");
    answer("number", "text/plain", "a 1\nb NaNo\n");
    reasons.put("number", "line 2");
    answer(
        "protobuf",
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
            + " encoding=delimited",
        "\u007fwhat is no message");
    reasons.put("protobuf", "protobuf");
    circle();
    reasons.put("circle", "the redirects go in a circle: ");
    endless();
    reasons.put("endless", "body size limit exceeded: the uncompressed body has more than 99999");
    slow();
    reasons.put("slow", "no complete answer within 300ms");
    StringBuilder jobs = new StringBuilder(good("first"));
    reasons.keySet().forEach(name -> jobs.append(", ").append(bad(name)));
    configure(jobs.toString());

    await(() -> samples("first").size() >= 5);

    assertThat(missed(samples("first"))).isZero();
    reasons.forEach(
        (name, reason) -> {
          await(() -> !error(name).isEmpty());
          assertThat(error(name)).as(name).contains(reason);
        });
    assertThat(error("first")).isEmpty();
  }

  @Test
  void an_exporter_that_hangs_is_down_alone_and_comes_back() {
    exporters.add("stuck", "machine");
    exporters.add("fine", "machine");
    exporters.stuck = new CountDownLatch(1);
    configure(
        good("first")
            + ", {job_name: stuck, scrape_interval: 200ms, exporter_sd_configs: [{names: [stuck]}]}"
            + ", {job_name: fine, scrape_interval: 1s, exporter_sd_configs: [{names: [fine]}]}");
    await(() -> samples("first").size() >= 4 && inside("fine").size() >= 4);

    assertThat(missed(samples("first"))).isZero();
    assertThat(missed(inside("fine"))).isZero();
    assertThat(error("stuck")).isEqualTo("late");
    assertThat(inside("stuck")).isEmpty();

    exporters.stuck.countDown();
    await(() -> inside("stuck").size() >= 3);
    assertThat(error("stuck")).isEmpty();
  }

  @Test
  void a_reload_costs_unchanged_jobs_no_scrape() {
    StringBuilder many = new StringBuilder(good("first"));
    for (int i = 0; i < 1_000; i++) {
      many.append(", {job_name: j").append(i).append(", scrape_interval: 1h, relabel_configs: [{");
      many.append("target_label: n, replacement: '").append(i).append("'}], ");
      many.append("static_configs: [{targets: ['").append(good.address()).append("']}]}");
    }
    configure(many.toString());
    await(() -> !samples("first").isEmpty());

    for (int round = 0; round < 4; round++) {
      int seen = samples("first").size();
      configure(many + ", {job_name: more, sample_limit: " + (round + 1) + "}");
      await(() -> samples("first").size() > seen);
    }

    assertThat(missed(samples("first"))).isZero();
    assertThat(samples("first").values()).noneMatch(SpecialValues::isStale);
  }

  /** Returns how many slots passed between the first scrape and the last without one. */
  private static long missed(NavigableMap<Long, Double> samples) {
    long slots = Math.round((samples.lastKey() - samples.firstKey()) / (double) INTERVAL_MS);
    return slots + 1 - samples.size();
  }

  private void answer(String name, String type, String body) {
    bad.createContext(
        "/" + name,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private void circle() {
    bad.createContext(
        "/circle",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/circle");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
  }

  private void endless() {
    bad.createContext(
        "/endless",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, 0);
          byte[] line = "a 1\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
          while (true) {
            exchange.getResponseBody().write(line);
          }
        });
  }

  private void slow() {
    bad.createContext(
        "/slow",
        exchange -> {
          LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
          exchange.close();
        });
  }

  private String good(String job) {
    return "{job_name: %s, scrape_interval: %dms, static_configs: [{targets: ['%s']}]}"
        .formatted(job, INTERVAL_MS, good.address());
  }

  private String bad(String job) {
    return ("{job_name: %s, scrape_interval: 500ms, scrape_timeout: 300ms, body_size_limit:"
            + " 100000B, metrics_path: /%s, static_configs: [{targets: ['127.0.0.1:%d']}]}")
        .formatted(job, job, bad.getAddress().getPort());
  }

  private void configure(String jobs) {
    manager.configure(JobConfigs.prometheus("scrape_configs: [" + jobs + "]"));
  }

  private NavigableMap<Long, Double> samples(String job) {
    return engine.of("__name__", "a", "job", job, "instance", good.address());
  }

  private NavigableMap<Long, Double> inside(String exporter) {
    return engine.of("__name__", "inside", "job", exporter, "instance", exporter);
  }

  private String error(String job) {
    return manager.activeTargets().stream()
        .filter(active -> active.scrapePool().equals(job))
        .map(ActiveTarget::lastError)
        .findFirst()
        .orElse("");
  }

  private void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("time ran out; targets: %s", manager.activeTargets())
          .isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
