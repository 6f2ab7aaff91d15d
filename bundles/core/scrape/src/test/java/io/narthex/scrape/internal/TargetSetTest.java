// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.scrape.internal.discovery.StaticDiscovery;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSetTest {

  @Test
  void labels_of_the_job_fill_in_what_a_target_does_not_say() {
    Target target =
        set("params: {q: [1, 2]}, scheme: https, static_configs: [{targets: ['h:1'],"
                + " labels: {__metrics_path__: /own, __param_q: x, team: a}}]")
            .targets()
            .values()
            .iterator()
            .next();

    assertThat(target.url()).isEqualTo("https://h:1/own?q=x&q=2");
    assertThat(target.shown().toMap())
        .containsOnlyKeys("instance", "job", "team")
        .containsEntry("instance", "h:1")
        .containsEntry("job", "j");
    assertThat(target.timeout()).hasSeconds(10);
  }

  @Test
  void relabelling_decides_interval_and_instance() {
    Target target =
        set("static_configs: [{targets: ['h:1']}], relabel_configs: [{target_label:"
                + " __scrape_interval__, replacement: 30s}, {target_label: instance, replacement:"
                + " me}, {target_label: __tmp, replacement: x}]")
            .targets()
            .values()
            .iterator()
            .next();

    assertThat(target.interval()).hasSeconds(30);
    assertThat(target.shown().get("instance")).isEqualTo("me");
    assertThat(target.shown().contains("__tmp")).isFalse();
  }

  @Test
  void how_histograms_are_taken_is_a_label_that_rules_may_change() {
    Target target =
        set("static_configs: [{targets: ['h:1']}], scrape_native_histograms: true, relabel_configs:"
                + " [{target_label: __always_scrape_classic_histograms__, replacement: 'true'}]")
            .targets()
            .values()
            .iterator()
            .next();

    assertThat(target.discovered().toMap())
        .containsEntry("__scrape_native_histograms__", "true")
        .containsEntry("__always_scrape_classic_histograms__", "false")
        .containsEntry("__convert_classic_histograms_to_nhcb__", "false");
    assertThat(target.labels().get("__always_scrape_classic_histograms__")).isEqualTo("true");
    Target otherwise =
        set("static_configs: [{targets: ['h:1']}]").targets().values().iterator().next();
    assertThat(otherwise.key()).isEqualTo(target.key());
  }

  /** Go's way to write URLs, down to the letter. */
  @Test
  void urls_are_written_as_upstream_writes_them() {
    String path = "/a b/{x}?#%;,(*)~é";
    Target target =
        set("static_configs: [{targets: ['h:1']}], metrics_path: '"
                + path
                + "', params: {'match[]': ['{job=~\"a.*\"}', 'x y~']}")
            .targets()
            .values()
            .iterator()
            .next();

    assertThat(target.url())
        .isEqualTo(
            "http://h:1/a%20b/%7Bx%7D%3F%23%25;,%28%2A%29~%C3%A9"
                + "?match%5B%5D=%7Bjob%3D~%22a.%2A%22%7D&match%5B%5D=x+y~");
  }

  /** As Docker names services, though no standard for hosts has it. */
  @Test
  void a_host_may_have_an_underscore() {
    TargetSet set = set("static_configs: [{targets: ['node_exporter:9100']}]");

    assertThat(set.failures()).isEmpty();
    assertThat(set.targets().values())
        .extracting(Target::url)
        .containsExactly("http://node_exporter:9100/metrics");
  }

  @Test
  void a_socket_may_stand_in_for_the_address() {
    Target target =
        set("static_configs: [{targets: ['h:1'], labels: {__unix_socket__: /run/x.sock}}]")
            .targets()
            .values()
            .iterator()
            .next();

    assertThat(target.unixSocket()).isEqualTo(Path.of("/run/x.sock"));
    assertThat(target.shown().contains("__unix_socket__")).isFalse();
  }

  @Test
  void the_same_target_twice_is_one() {
    assertThat(set("static_configs: [{targets: ['h:1', 'h:1']}, {targets: ['h:1']}]").targets())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          __scrape_timeout__  | 20m   | scrape timeout cannot be greater than scrape interval
          __scrape_interval__ | often | error parsing scrape interval: not a valid duration
          __scrape_interval__ | 0     | scrape interval cannot be 0
          __scrape_timeout__  | 0     | scrape timeout cannot be 0
          __scrape_timeout__  | 1     | error parsing scrape timeout: not a valid duration
          __scrape_native_histograms__         | maybe | error parsing __scrape_native_histograms__
          __always_scrape_classic_histograms__ | yes   | error parsing __always_scrape_classic
          __convert_classic_histograms_to_nhcb__ | 2   | error parsing __convert_classic_histograms
          __address__         | ''    | no address
          __address__         | a/b   | "a/b" is not a valid hostname
          __address__         | a b   | is not valid
          __scheme__          | ftp   | unsupported scheme "ftp"; it is http or https
          """)
  void what_cannot_be_scraped_is_told(String label, String value, String problem) {
    TargetSet set =
        set(
            "static_configs: [{targets: ['h:1']}], relabel_configs: [{target_label: "
                + label
                + ", replacement: '"
                + value
                + "'}]");

    assertThat(set.targets()).isEmpty();
    assertThat(set.failures()).singleElement().asString().contains(problem);
  }

  private static TargetSet set(String keys) {
    ScrapeConfig config = JobConfigs.job(keys);
    return TargetSet.of(config, new StaticDiscovery(config.staticConfigs()).groups());
  }
}
