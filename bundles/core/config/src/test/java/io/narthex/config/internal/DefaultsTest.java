// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.ConfigException;
import io.narthex.config.model.EscapingScheme;
import io.narthex.config.model.PrometheusConfig;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.model.ScrapeProtocol;
import io.narthex.config.model.ValidationScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts where a key is absent: upstream's defaults, and what jobs inherit. */
class DefaultsTest {

  private static final String GLOBAL =
      """
      global:
        scrape_interval: 20s
        scrape_timeout: 15s
        scrape_protocols: [PrometheusText0.0.4]
        scrape_failure_log_file: failures.log
        body_size_limit: 1KB
        sample_limit: 1
        target_limit: 2
        label_limit: 3
        label_name_length_limit: 4
        label_value_length_limit: 5
        keep_dropped_targets: 6
        metric_name_validation_scheme: legacy
        metric_name_escaping_scheme: dots
        scrape_native_histograms: true
        convert_classic_histograms_to_nhcb: true
        always_scrape_classic_histograms: true
        extra_scrape_metrics: true
      """;

  @TempDir Path folder;

  private final ConfigLoader loader =
      new ConfigLoader(Map.of("HOST", "h1")::get, InstantSource.system());

  @Test
  void a_job_inherits_what_it_does_not_say() throws Exception {
    ScrapeConfig job = job(GLOBAL + "scrape_configs: [{job_name: j}]");

    assertThat(job.scrapeInterval()).hasSeconds(20);
    assertThat(job.scrapeTimeout()).hasSeconds(15);
    assertThat(job.scrapeProtocols()).containsExactly(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4);
    assertThat(job.scrapeFailureLogFile()).isEqualTo(folder.resolve("failures.log"));
    limitsAreThoseOfGlobal(job);
    assertThat(job.metricNameValidationScheme()).isEqualTo(ValidationScheme.LEGACY);
    assertThat(job.metricNameEscapingScheme()).isEqualTo(EscapingScheme.DOTS);
    assertThat(job.scrapeNativeHistograms()).isTrue();
    assertThat(job.convertClassicHistogramsToNhcb()).isTrue();
    assertThat(job.alwaysScrapeClassicHistograms()).isTrue();
    assertThat(job.extraScrapeMetrics()).isTrue();
  }

  private static void limitsAreThoseOfGlobal(ScrapeConfig job) {
    assertThat(job.bodySizeLimit().bytes()).isEqualTo(1024);
    assertThat(job.sampleLimit()).isEqualTo(1);
    assertThat(job.targetLimit()).isEqualTo(2);
    assertThat(job.labelLimit()).isEqualTo(3);
    assertThat(job.labelNameLengthLimit()).isEqualTo(4);
    assertThat(job.labelValueLengthLimit()).isEqualTo(5);
    assertThat(job.keepDroppedTargets()).isEqualTo(6);
  }

  /** As upstream, who cannot tell a zero from what is absent. */
  @Test
  void a_zero_does_not_lift_a_global_limit() throws Exception {
    ScrapeConfig job =
        job(
            GLOBAL
                + """
                scrape_configs:
                  - job_name: j
                    scrape_interval: 0s
                    scrape_timeout: 0s
                    body_size_limit: 0
                    sample_limit: 0
                    target_limit: 0
                    label_limit: 0
                    label_name_length_limit: 0
                    label_value_length_limit: 0
                    keep_dropped_targets: 0
                    scrape_failure_log_file: ""
                    metric_name_validation_scheme: ""
                    metric_name_escaping_scheme: ""
                """);

    limitsAreThoseOfGlobal(job);
    assertThat(job.scrapeInterval()).hasSeconds(20);
    assertThat(job.scrapeTimeout()).hasSeconds(15);
    assertThat(job.scrapeFailureLogFile()).isEqualTo(folder.resolve("failures.log"));
    assertThat(job.metricNameValidationScheme()).isEqualTo(ValidationScheme.LEGACY);
    assertThat(job.metricNameEscapingScheme()).isEqualTo(EscapingScheme.DOTS);
  }

  @Test
  void what_a_job_says_counts() throws Exception {
    ScrapeConfig job =
        job(
            GLOBAL
                + """
                scrape_configs:
                  - job_name: j
                    scrape_interval: 10s
                    sample_limit: 7
                    scrape_native_histograms: false
                    metric_name_validation_scheme: utf8
                """);

    assertThat(job.scrapeTimeout()).as("not longer than the interval").hasSeconds(10);
    assertThat(job.sampleLimit()).isEqualTo(7);
    assertThat(job.scrapeNativeHistograms()).isFalse();
    assertThat(job.metricNameEscapingScheme()).isEqualTo(EscapingScheme.ALLOW_UTF8);
  }

  @Test
  void protobuf_is_asked_for_first_with_native_histograms() throws Exception {
    assertThat(job("scrape_configs: [{job_name: j}]").scrapeProtocols())
        .isEqualTo(ScrapeProtocol.DEFAULT)
        .doesNotContain(ScrapeProtocol.PROMETHEUS_PROTO);
    assertThat(
            job("scrape_configs: [{job_name: j, scrape_native_histograms: true}]")
                .scrapeProtocols())
        .startsWith(ScrapeProtocol.PROMETHEUS_PROTO)
        .containsAll(ScrapeProtocol.DEFAULT);
  }

  @Test
  void a_feature_may_ask_for_protobuf_first_where_no_protocols_are_named() throws Exception {
    ConfigLoader protobufFirst = new ConfigLoader(name -> null, InstantSource.system(), true);
    Path file =
        Files.writeString(
            folder.resolve("p.yml"),
            """
            scrape_configs:
              - {job_name: a}
              - {job_name: b, scrape_protocols: [OpenMetricsText1.0.0]}
            """);
    PrometheusConfig config = protobufFirst.load(file).config();
    assertThat(config.scrapeConfigs().get(0).scrapeProtocols())
        .startsWith(ScrapeProtocol.PROMETHEUS_PROTO);
    assertThat(config.scrapeConfigs().get(1).scrapeProtocols()).hasSize(1);
  }

  @Test
  void an_empty_block_is_its_defaults() throws Exception {
    PrometheusConfig config = load("global:\nruntime:\nscrape_configs:\n");

    assertThat(config.global()).isEqualTo(load("{}").global());
    assertThat(config.global().scrapeInterval()).hasMinutes(1);
    assertThat(config.global().scrapeTimeout()).hasSeconds(10);
    assertThat(config.global().evaluationInterval()).hasMinutes(1);
    assertThat(config.runtime()).isEqualTo(load("{}").runtime());
  }

  @Test
  void sections_that_call_out_have_upstreams_defaults() throws Exception {
    PrometheusConfig config =
        load(
            """
            alerting: {alertmanagers: [{}]}
            remote_write: [{url: "http://x"}]
            remote_read: [{url: "http://x"}]
            tracing: {endpoint: "x:1"}
            """);

    var alertmanager = config.alerting().alertmanagers().getFirst();
    assertThat(alertmanager.scheme()).isEqualTo("http");
    assertThat(alertmanager.timeout()).hasSeconds(10);
    assertThat(alertmanager.apiVersion()).isEqualTo("v2");
    var write = config.remoteWrite().getFirst();
    assertThat(write.protobufMessage()).isEqualTo("prometheus.WriteRequest");
    assertThat(write.remoteTimeout()).hasSeconds(30);
    assertThat(write.sendExemplars()).isFalse();
    assertThat(write.http().enableHttp2()).isFalse();
    assertThat(write.http().followRedirects()).isTrue();
    var queue = write.queueConfig();
    assertThat(queue.capacity()).isEqualTo(10_000);
    assertThat(queue.maxShards()).isEqualTo(50);
    assertThat(queue.minShards()).isEqualTo(1);
    assertThat(queue.maxSamplesPerSend()).isEqualTo(2_000);
    assertThat(queue.batchSendDeadline()).hasSeconds(5);
    assertThat(queue.minBackoff()).hasMillis(30);
    assertThat(queue.maxBackoff()).hasSeconds(5);
    assertThat(queue.retryOnHttp429()).isFalse();
    assertThat(queue.sampleAgeLimit()).isZero();
    assertThat(write.metadataConfig().send()).isTrue();
    assertThat(write.metadataConfig().sendInterval()).hasMinutes(1);
    assertThat(write.metadataConfig().maxSamplesPerSend()).isEqualTo(2_000);
    var read = config.remoteRead().getFirst();
    assertThat(read.remoteTimeout()).hasMinutes(1);
    assertThat(read.chunkedReadLimit()).isEqualTo(50_000_000);
    assertThat(read.readRecent()).isFalse();
    assertThat(read.filterExternalLabels()).isTrue();
    assertThat(read.http().enableHttp2()).isTrue();
    var tracing = config.tracing();
    assertThat(tracing).isNotNull();
    assertThat(tracing.clientType()).isEqualTo("grpc");
    assertThat(tracing.samplingFraction()).isZero();
    assertThat(tracing.insecure()).isFalse();
    assertThat(tracing.compression()).isEmpty();
    assertThat(tracing.timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void an_environment_variable_that_is_not_there_leaves_an_empty_label() throws Exception {
    assertThat(
            load("global: {external_labels: {a: $HOST, b: '${HOST}x', c: $NONE, d: $$HOST}}")
                .global()
                .externalLabels())
        .isEqualTo(Map.of("a", "h1", "b", "h1x", "c", "", "d", "$HOST"));
  }

  @Test
  void paths_belong_to_the_file_that_names_them() throws Exception {
    Path jobs = Files.createDirectories(folder.resolve("jobs"));
    Files.writeString(
        jobs.resolve("a.yml"),
        """
        scrape_configs:
          - job_name: a
            scrape_failure_log_file: a.log
            tls_config: {ca_file: ca.pem}
            basic_auth: {username: u, password_file: ../password}
        """);
    PrometheusConfig config =
        load(
            """
            rule_files: [rules/*.yml]
            scrape_config_files: [jobs/*.yml]
            scrape_configs: [{job_name: own, authorization: {credentials_file: token}}]
            """);

    assertThat(config.ruleFiles()).containsExactly(folder.resolve("rules/*.yml"));
    List<ScrapeConfig> all = config.scrapeConfigs();
    assertThat(all).extracting(ScrapeConfig::jobName).containsExactly("own", "a");
    assertThat(all.getFirst().http().authorization().credentialsFile())
        .isEqualTo(folder.resolve("token"));
    assertThat(all.getLast().scrapeFailureLogFile()).isEqualTo(jobs.resolve("a.log"));
    assertThat(all.getLast().http().tlsConfig().caFile()).isEqualTo(jobs.resolve("ca.pem"));
    assertThat(all.getLast().http().basicAuth().passwordFile().normalize())
        .isEqualTo(folder.resolve("password"));
  }

  @Test
  void a_job_must_not_stand_in_two_files() throws Exception {
    Path first = Files.writeString(folder.resolve("j1.yml"), "scrape_configs: [{job_name: a}]");
    Files.writeString(folder.resolve("j2.yml"), "scrape_configs:\n- job_name: a\n");
    assertThatThrownBy(() -> load("scrape_config_files: ['j*.yml']"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            folder.resolve("j2.yml")
                + ":2:13: found multiple scrape configs with job name \"a\", first found in "
                + first
                + "; rename one");
    assertThatThrownBy(() -> load("scrape_config_files: [j1.yml]\nscrape_configs: [{job_name: a}]"))
        .hasMessageContaining("j1.yml:1:29: ")
        .hasMessageContaining("first found in main config file");
  }

  private ScrapeConfig job(String yaml) throws ConfigException {
    return load(yaml).scrapeConfigs().getFirst();
  }

  private PrometheusConfig load(String yaml) throws ConfigException {
    try {
      return loader.load(Files.writeString(folder.resolve("p.yml"), yaml)).config();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
