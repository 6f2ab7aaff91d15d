// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.narthex.config.ConfigException;
import io.narthex.config.Configuration;
import io.narthex.config.model.EscapingScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Upstream's own good and bad configurations. */
class ConformanceTest {

  /** Faults inside an entry of a discovery, which its plug-in will find when it binds the entry. */
  private static final Pattern OF_A_DISCOVERY =
      Pattern.compile(
          "(azure|ec2|eureka|hetzner|http|ionos|kubernetes|lightsail|marathon|oci|openstack"
              + "|outscale|ovhcloud|puppetdb|scaleway|stackit|uyuni)_.*\\.bad\\.yml");

  /** An unknown kind of discovery is no fault here: the job waits for its plug-in. */
  private static final String UNKNOWN_DISCOVERY = "unknown_attr.bad.yml";

  /** Not a main configuration but a target group. */
  private static final String TARGET_GROUP = "static_config.bad.yml";

  /** What the message must contain, from upstream's own test where the words may stand. */
  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry("jobname.bad.yml", "job_name is empty"),
          Map.entry("jobname_dup.bad.yml", "multiple scrape configs with job name \"prometheus\""),
          Map.entry("scrape_interval.bad.yml", "scrape timeout greater than scrape interval"),
          Map.entry("labelname.bad.yml", "not valid UTF-8"),
          Map.entry("labelvalue.bad.yml", "not valid UTF-8"),
          Map.entry("regex.bad.yml", "error parsing regexp"),
          Map.entry("modulus_missing.bad.yml", "hashmod requires non-zero modulus"),
          Map.entry("labelkeep3.bad.yml", "labelkeep action requires only 'regex'"),
          Map.entry("labeldrop.bad.yml", "labeldrop action requires only 'regex'"),
          Map.entry("dropequal.bad.yml", "dropequal action requires 'target_label' value"),
          Map.entry("keepequal1.bad.yml", "keepequal action requires only 'source_labels'"),
          Map.entry("labelmap.bad.yml", "!!binary value contains invalid base64 data"),
          Map.entry("lowercase3.bad.yml", "'replacement' can not be set for lowercase action"),
          Map.entry("rules.bad.yml", "invalid rule file path"),
          Map.entry("bearertoken.bad.yml", "at most one of bearer_token & bearer_token_file"),
          Map.entry("url_in_targetgroup.bad.yml", "\"http://bad\" is not a valid hostname"),
          Map.entry("unknown_global_attr.bad.yml", "nonexistent_field"),
          Map.entry("remote_read_url_missing.bad.yml", "url for remote_read is empty"),
          Map.entry("remote_write_header.bad.yml", "is a reserved header. It must not be changed"),
          Map.entry("remote_write_dup.bad.yml", "remote write configs with job name \"queue1\""),
          Map.entry(
              "remote_write_queue_min_shards_greater_than_max.bad.yml",
              "min_shards must not be greater than max_shards"),
          Map.entry("section_key_dup.bad.yml", "already set"),
          Map.entry("empty_scrape_config.bad.yml", "empty or null scrape config section"),
          Map.entry("empty_static_config.bad.yml", "empty or null section in static_configs"),
          Map.entry("empty_scrape_config_action.bad.yml", "relabel action cannot be empty"),
          Map.entry("scrape_body_size_limit.bad.yml", "units: unknown unit in 100"),
          Map.entry("tracing_missing_endpoint.bad.yml", "tracing endpoint must be set"),
          Map.entry("scrape_config_files_glob.bad.yml", "invalid scrape config file path"),
          Map.entry("tsdb_retention_time.bad.yml", "not a valid duration string: \"-1h\""),
          Map.entry("tsdb_retention_percentage.bad.yml", "must be in the range [0, 100]"),
          Map.entry("metric_name_validation_scheme.bad.yml", "unrecognized ValidationScheme"));

  private final ConfigLoader loader =
      new ConfigLoader(name -> name.equals("TEST") ? "value" : null, InstantSource.system());

  @TestFactory
  Stream<DynamicTest> every_good_configuration_loads() throws IOException {
    return files("conformance/config")
        .filter(file -> name(file).endsWith(".yml"))
        .filter(file -> !name(file).matches(".*\\.(bad|incompatible)\\.yml"))
        .filter(file -> !name(file).equals("config_with_deprecated_am_api_config.yml"))
        .map(file -> DynamicTest.dynamicTest(name(file), () -> loader.load(file)));
  }

  @TestFactory
  Stream<DynamicTest> every_bad_configuration_is_refused_with_its_place() throws IOException {
    return files("conformance/config")
        .filter(file -> name(file).matches(".*\\.(bad|incompatible)\\.yml"))
        .filter(file -> !OF_A_DISCOVERY.matcher(name(file)).matches())
        .filter(file -> !name(file).equals(UNKNOWN_DISCOVERY))
        .filter(file -> !name(file).equals(TARGET_GROUP))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () ->
                        assertThatThrownBy(() -> loader.load(file))
                            .isInstanceOfSatisfying(
                                ConfigException.class,
                                e -> {
                                  assertThat(e.line()).isPositive();
                                  assertThat(e.column()).isPositive();
                                })
                            .hasMessageContaining(MESSAGES.getOrDefault(name(file), ".yml:"))));
  }

  @TestFactory
  Stream<DynamicTest> every_example_loads() throws IOException {
    return files("conformance/examples-prometheus")
        .filter(file -> name(file).matches("prometheus.*\\.yml"))
        .map(file -> DynamicTest.dynamicTest(name(file), () -> loader.load(file)));
  }

  @Test
  void the_large_good_configuration_is_understood() throws Exception {
    Configuration loaded = loader.load(folder("conformance/config").resolve("conf.good.yml"));

    assertThat(loaded.config().scrapeConfigs()).hasSizeGreaterThan(30);
    var prometheus = loaded.config().scrapeConfigs().getFirst();
    assertThat(prometheus.honorLabels()).isTrue();
    assertThat(prometheus.scrapeInterval()).hasSeconds(15);
    assertThat(prometheus.scrapeTimeout()).hasSeconds(10);
    assertThat(prometheus.sampleLimit()).isEqualTo(1500);
    assertThat(prometheus.bodySizeLimit().bytes()).isEqualTo(15L << 20);
    assertThat(prometheus.discoveries()).containsOnlyKeys("file");
    assertThat(prometheus.staticConfigs().getFirst().targets())
        .containsExactly("localhost:9090", "localhost:9191");
    assertThat(prometheus.relabelConfigs().get(3).regex().source()).isEmpty();
    assertThat(prometheus.http().tlsConfig().minVersion()).isEqualTo("TLS10");
    assertThat(loaded.config().remoteWrite().getLast().protobufMessage())
        .isEqualTo("io.prometheus.write.v2.Request");
    assertThat(loaded.text()).doesNotContain("mysecret").contains("token: <secret>");
  }

  @Test
  void escaping_follows_the_validation_scheme() throws Exception {
    Map<String, EscapingScheme> expected =
        new TreeMap<>(
            Map.of(
                "scrape_config_default_validation_mode.yml", EscapingScheme.ALLOW_UTF8,
                "scrape_config_global_validation_mode.yml", EscapingScheme.DOTS,
                "scrape_config_local_global_validation_mode.yml", EscapingScheme.DOTS,
                "scrape_config_local_infer_escaping.yml", EscapingScheme.UNDERSCORES,
                "scrape_config_local_validation_mode.yml", EscapingScheme.VALUES));
    Map<String, EscapingScheme> found = new TreeMap<>();
    for (String name : expected.keySet()) {
      found.put(
          name,
          loader
              .load(folder("conformance/config").resolve(name))
              .config()
              .scrapeConfigs()
              .getFirst()
              .metricNameEscapingScheme());
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void external_labels_are_expanded() throws Exception {
    assertThat(
            loader
                .load(folder("conformance/config").resolve("external_labels.good.yml"))
                .config()
                .global()
                .externalLabels())
        .containsEntry("bar", "foo")
        .containsEntry("foo", "value")
        .containsEntry("baz", "foovaluebar")
        .containsEntry("qux", "foo${TEST}")
        .containsEntry("xyz", "foo$bar");
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(folder(folder))) {
      List<Path> found =
          files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
      return found.stream();
    }
  }

  private static Path folder(String name) {
    Path folder = Path.of(System.getProperty("narthex.shared", "shared")).resolve(name);
    assumeTrue(Files.isDirectory(folder), "upstream's test data is missing: " + folder);
    return folder;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
