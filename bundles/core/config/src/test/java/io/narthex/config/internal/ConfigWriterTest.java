// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.narthex.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ConfigWriterTest {

  /** Its labels hold dollar signs, which are shown expanded and would be expanded again. */
  private static final String DOLLARS = "external_labels.good.yml";

  @TempDir Path folder;

  private final ConfigLoader loader = new ConfigLoader(name -> null, InstantSource.system());

  @Test
  void defaultsAndWhatJobsInheritAreFilledIn() throws Exception {
    Configuration loaded =
        load(
            """
            global: {scrape_interval: 5s, sample_limit: 100, external_labels: {z: "1", a: x}}
            scrape_configs:
              - job_name: a
                body_size_limit: 1536KB
                basic_auth: {username: me, password: hush}
                proxy_url: http://me:hush@localhost:3128
                relabel_configs:
                  - {source_labels: [a, b], regex: x.*, target_label: c, replacement: ""}
                  - {regex: "", action: labeldrop}
                file_sd_configs: [{files: [targets.json], token: hush, refresh_interval: 10m}]
                static_configs: [{targets: ["localhost:9090"], labels: {token: shown}}]
            """);

    assertThat(loaded.text())
        .isEqualTo(
            """
            global:
              scrape_interval: 5s
              scrape_timeout: 5s
              evaluation_interval: 1m
              external_labels:
                a: x
                z: "1"
              sample_limit: 100
              metric_name_validation_scheme: utf8
              metric_name_escaping_scheme: allow-utf-8
              scrape_native_histograms: false
              extra_scrape_metrics: false
            runtime:
              gogc: 75
            scrape_configs:
            - job_name: a
              honor_timestamps: true
              track_timestamps_staleness: false
              scrape_interval: 5s
              scrape_timeout: 5s
              scrape_native_histograms: false
              scrape_protocols:
              - OpenMetricsText1.0.0
              - OpenMetricsText0.0.1
              - PrometheusText1.0.0
              - PrometheusText0.0.4
              always_scrape_classic_histograms: false
              convert_classic_histograms_to_nhcb: false
              metrics_path: /metrics
              scheme: http
              enable_compression: true
              body_size_limit: 1MiB512KiB
              sample_limit: 100
              metric_name_validation_scheme: utf8
              metric_name_escaping_scheme: allow-utf-8
              extra_scrape_metrics: false
              basic_auth:
                username: me
                password: <secret>
              follow_redirects: true
              enable_http2: true
              proxy_url: http://me:xxxxx@localhost:3128
              static_configs:
              - targets:
                - localhost:9090
                labels:
                  token: shown
              file_sd_configs:
              - files:
                - targets.json
                token: <secret>
                refresh_interval: 10m
              relabel_configs:
              - source_labels: [a, b]
                separator: ;
                regex: x.*
                target_label: c
                replacement: ""
                action: replace
              - separator: ;
                regex: null
                replacement: $1
                action: labeldrop
            otlp:
              translation_strategy: UnderscoreEscapingWithSuffixes
              label_name_underscore_sanitization: true
              label_name_preserve_multiple_underscores: true
            """);
  }

  @Test
  void jobsOfIncludedFilesAreNotWrittenTwice() throws Exception {
    Files.writeString(folder.resolve("more.yml"), "scrape_configs: [{job_name: included}]");
    Configuration loaded =
        load("scrape_config_files: [more.yml]\nscrape_configs: [{job_name: own}]");

    assertThat(loaded.text()).contains("job_name: own").doesNotContain("included");
    assertThat(loaded.text("included").orElseThrow())
        .startsWith("job_name: included\n")
        .contains("scrape_interval: 1m\n");
    assertThat(loaded.text("nothing")).isEmpty();
    assertThat(load(loaded.text()).config()).isEqualTo(loaded.config());
  }

  @Test
  void ourOwnKeysAppearOnlyWhenSet() throws Exception {
    assertThat(load("scrape_configs: [{job_name: a}]").text()).doesNotContain("limit_action");
    assertThat(load("scrape_configs: [{job_name: a, sample_limit_action: truncate}]").text())
        .contains("sample_limit_action: truncate");
    assertThat(load("scrape_configs: [{job_name: a}]").text()).doesNotContain("compressions");
    assertThat(load("scrape_configs: [{job_name: a, scrape_compressions: [zstd]}]").text())
        .contains("scrape_compressions:");
  }

  @Test
  void zerosThatAreNotTheDefaultAreKept() throws Exception {
    Configuration loaded =
        load(
            """
            scrape_configs:
              - {job_name: a, honor_timestamps: false, metrics_path: "", enable_http2: false}
            remote_write:
              - {url: "http://a/", queue_config: {min_backoff: 0s}, metadata_config: {send: false}}
            remote_read: [{url: "http://a/", filter_external_labels: false}]
            storage: {exemplars: {max_exemplars: 0}}
            otlp: {label_name_underscore_sanitization: false}
            """);

    assertThat(load(loaded.text()).config()).isEqualTo(loaded.config());
  }

  @TestFactory
  Stream<DynamicTest> what_is_written_loads_to_the_same() throws IOException {
    Path conformance = Path.of(System.getProperty("narthex.shared", "shared"), "conformance");
    Path configs = conformance.resolve("config");
    assumeTrue(Files.isDirectory(configs), "upstream's test data is missing: " + configs);
    try (Stream<Path> files = Files.list(configs)) {
      List<Path> good =
          files
              .filter(
                  file -> file.getFileName().toString().matches(".*(\\.good|_mode|_empty)\\.yml"))
              .filter(file -> !file.endsWith(DOLLARS))
              .sorted(Comparator.naturalOrder())
              .toList();
      return good.stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(file.getFileName().toString(), () -> roundTrip(file)));
    }
  }

  private void roundTrip(Path file) throws Exception {
    String given = Files.readString(file);
    Configuration loaded = load(given);

    Configuration again = load(loaded.text());

    assertThat(again.text()).isEqualTo(loaded.text());
    if (!loaded.text().contains("<secret>") && !given.contains("bearer_token")) {
      assertThat(again.config()).isEqualTo(loaded.config());
    }
  }

  private Configuration load(String yaml) throws Exception {
    return loader.load(Files.writeString(folder.resolve("prometheus.yml"), yaml));
  }
}
