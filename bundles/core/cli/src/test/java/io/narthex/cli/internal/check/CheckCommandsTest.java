// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.narthex.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandsTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void judgesEachConfigurationByItself() throws IOException {
    Path good = write("good.yml", "scrape_configs: [{job_name: a}]\n");
    Path bad = write("bad.yml", "scrape_configs:\n  - job_nam: a\n");

    assertThat(run("check", "config", bad.toString(), good.toString())).isEqualTo(1);
    assertThat(lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(bad + ": FAILED: 2:5: unknown key \"job_nam\"; did you mean"),
            line -> assertThat(line).isEqualTo(good + ": SUCCESS: 1 job"));
  }

  @Test
  void judgesTheRuleFilesOfAConfiguration() throws IOException {
    Path config = write("p.yml", "rule_files: ['*.rules.yml', missing.yml]\n");
    Path rules =
        write("a.rules.yml", "groups:\n  - {name: g, rules: [{record: a, expr: '1 +'}]}\n");

    assertThat(run("check", "config", config.toString())).isEqualTo(1);
    assertThat(lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(config + ": FAILED: 1:29: \"" + folder.resolve("missing.yml"))
                    .contains("does not point to an existing file"),
            line ->
                assertThat(line)
                    .startsWith(rules + ": FAILED: 2:41: group \"g\", rule 1, \"a\": could not"));

    assertThat(run("check", "config", "--syntax-only", config.toString())).isZero();
    assertThat(lines()).containsExactly(config + ": SUCCESS: 0 jobs");
  }

  @Test
  void tellsAllFaultsOfARuleFile() throws IOException {
    Path rules =
        write(
            "rules.yml",
            """
            groups:
              - name: g
                rules:
                  - record: a
                    alert: b
                    expr: up
                  - record: 'a{}'
                    expr: up
                    for: 5m
                  - alert: c
                    expr: sum(
                    labels: {'0a': x, __name__: y}
                  - expr: up
              - name: g
                labelz: {}
            """);

    assertThat(run("check", "rules", rules.toString())).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            ": 4:17: group \"g\", rule 1, \"b\": only one of 'record' and 'alert' must be set")
        .contains(": 7:17: group \"g\", rule 2, \"a{}\": invalid field 'for' in recording rule")
        .contains("rule 2, \"a{}\": braces present in the recording rule name")
        .contains(
            ": 11:15: group \"g\", rule 3, \"c\": could not parse expression: 1:5: parse error")
        .contains("rule 3, \"c\": invalid label name: __name__")
        .contains("rule 4, \"\": one of 'record' or 'alert' must be set")
        .contains(": 15:5: unknown key \"labelz\"; did you mean labels?");
    assertThat(lines()).last().asString().startsWith(rules + ": FAILED: ").endsWith("more, above)");
  }

  @ParameterizedTest
  @CsvSource({
    "prometheus-config.good.yml, 0",
    "prometheus-aws-sd-empty-region.good.yml, 0",
    "prometheus-config.bad.yml, 1",
    "prometheus-config.nonexistent.yml, 1",
    "prometheus-config.lint.yml, 0",
    "config_with_rule_files.yml, 1",
    "config_with_service_discovery_files.yml, 0",
    "config_with_tls_files.yml, 1",
    "authorization_credentials_file.bad.yml, 1",
    "authorization_credentials_file.good.yml, 0",
    "url_in_scrape_targetgroup_with_relabel_config.good.yml, 0",
    "url_in_scrape_targetgroup_with_relabel_config.bad.yml, 1",
    "url_in_alert_targetgroup_with_relabel_config.good.yml, 0",
    "url_in_alert_targetgroup_with_relabel_config.bad.yml, 1"
  })
  void judgesConfigurationsAsPromtoolDoes(String file, int status) {
    assertThat(run("check", "config", promtool(file))).as(output()).isEqualTo(status);
    assertThat(lines())
        .filteredOn(line -> line.startsWith(promtool(file)))
        .last()
        .asString()
        .contains(status == 0 ? ": SUCCESS" : ": FAILED: ");
  }

  @ParameterizedTest
  @CsvSource({
    "config_with_rule_files.yml",
    "config_with_service_discovery_files.yml",
    "config_with_tls_files.yml",
    "authorization_credentials_file.bad.yml"
  })
  void looksAtTheSyntaxAlone(String file) {
    assertThat(run("check", "config", "--syntax-only", promtool(file))).as(output()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "agent_mode.good.yml, ''",
    "agent_mode.without_remote_writes.yml, ''",
    "agent_mode.with_alert_manager.yml, field alerting is not allowed in agent mode",
    "agent_mode.with_alert_relabels.yml, field alerting is not allowed in agent mode",
    "agent_mode.with_rule_files.yml, field rule_files is not allowed in agent mode",
    "agent_mode.with_remote_reads.yml, field remote_read is not allowed in agent mode"
  })
  void knowsWhatAnAgentDoesNotTake(String file, String problem) {
    String path = promtool("../config/" + file);
    assertThat(run("check", "config", "--agent", "--syntax-only", path))
        .as(output())
        .isEqualTo(problem.isEmpty() ? 0 : 1);
    assertThat(output()).contains(problem);
    assertThat(run("check", "config", "--syntax-only", path)).as(output()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "rules.yml, 0",
    "prometheus-config.rules.good.yml, 0",
    "rules_large.yml, 0",
    "features.yml, 1",
    "at-modifier.yml, 0",
    "negative-offset.yml, 0",
    "bad-rules-error.yml, 0",
    "bad-rules-syntax.yml, 1",
    "rules-bad.yml, 1",
    "rules_extrafields.yml, 1",
    "no-such-rules.yml, 1"
  })
  void judgesRuleFilesAsPromtoolDoes(String file, int status) {
    assertThat(run("check", "rules", "--lint", "none", promtool(file)))
        .as(output())
        .isEqualTo(status);
  }

  @Test
  void passesOverUnknownFieldsWhenAsked() {
    String file = promtool("rules_extrafields.yml");
    assertThat(run("check", "rules", "--ignore-unknown-fields", file)).as(output()).isZero();
  }

  @Test
  void takesWhatTheServerTakesOfTheLanguage() throws Exception {
    Path rules = folder.resolve("language.yml");
    Files.writeString(rules, "groups: [{name: g, rules: [{record: a, expr: 'rate(b[5m + 1m])'}]}]");
    assertThat(run("check", "rules", rules.toString())).as(output()).isZero();
    Files.writeString(rules, "groups: [{name: g, rules: [{record: a, expr: 'b smoothed'}]}]");
    assertThat(run("check", "rules", rules.toString())).as(output()).isEqualTo(1);
    String flag = "--enable-feature=promql-extended-range-selectors";
    assertThat(run("check", "rules", flag, rules.toString())).as(output()).isZero();
  }

  @Test
  void findsDuplicateRules() {
    String rules = promtool("prometheus-rules.lint.yml");
    assertThat(run("check", "rules", rules)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(": FAILED: duplicate rule: HighRequestLatency with labels {severity=page}");
    assertThat(run("check", "rules", "--lint-fatal", rules)).isEqualTo(3);
    assertThat(run("check", "rules", "--lint-fatal", "--lint=none", rules)).isZero();
    assertThat(run("check", "config", "--lint-fatal", promtool("prometheus-config.lint.yml")))
        .isEqualTo(3);
    String interval = promtool("prometheus-config.lint.too_long_scrape_interval.yml");
    assertThat(run("check", "config", "--lint=too-long-scrape-interval", "--lint-fatal", interval))
        .isEqualTo(3);
    assertThat(run("check", "config", "--lint-fatal", interval)).isZero();
    assertThat(run("check", "rules", "--lint=everything", rules)).isEqualTo(2);
  }

  @Test
  void lintsMetrics() throws IOException {
    Path metrics =
        write(
            "metrics.prom",
            """
            # TYPE requests counter
            requests{quantile="0.5"} 1
            # HELP wait_milliseconds How long.
            # TYPE wait_milliseconds histogram
            wait_milliseconds_bucket{le="1"} 1
            wait_milliseconds_bucket{le="+Inf"} 1
            wait_milliseconds_count 1
            wait_milliseconds_sum 1
            # HELP good_total Is good.
            # TYPE good_total counter
            good_total 1
            """);

    assertThat(run("check", "metrics", "--extended", metrics.toString())).isEqualTo(3);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsSubsequence("Metric", "Cardinality", "Percentage")
        .containsSubsequence("wait_milliseconds", "4", "66.67%")
        .contains("requests: non-summary metrics should not have \"quantile\" label")
        .contains("requests: counter metrics should have \"_total\" suffix")
        .contains("wait_milliseconds: use base unit \"seconds\" instead of \"milliseconds\"")
        .contains("FAILED: requests: counter metrics should have \"_total\" suffix (and 3 more")
        .doesNotContain("good_total: ");
  }

  @Test
  void tellsWhereMetricsAreBroken() throws IOException {
    Path metrics = write("metrics.prom", "a 1\nb{x=1} 2\n");
    assertThat(run("check", "metrics", metrics.toString())).isEqualTo(1);
    assertThat(lines()).singleElement().asString().startsWith(metrics + ": FAILED: 2:");
    assertThat(run("check", "metrics", "--lint=none", metrics.toString())).isEqualTo(1);
    assertThat(run("check", "metrics", promtool("metrics-test.prom"))).isZero();
  }

  @Test
  void judgesWebConfigurations() throws IOException {
    assertThat(run("check", "web-config", write("empty.yml", "").toString())).isZero();
    Path users = write("users.yml", "basic_auth_users:\n  alice: secret\n");
    assertThat(run("check", "web-config", users.toString())).isEqualTo(1);
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith(users + ": FAILED: 2:3: the password of user \"alice\" is no bcrypt hash")
        .doesNotContain("secret");
    Path noKey = write("key.yml", "tls_server_config: {cert_file: a.crt}\n");
    assertThat(run("check", "web-config", noKey.toString())).isEqualTo(1);
    assertThat(lines())
        .last()
        .asString()
        .contains(": FAILED: 1:20: missing one of key or key_file");
    Path noFile = write("file.yml", "tls_server_config: {cert_file: a.crt, key_file: a.key}\n");
    assertThat(run("check", "web-config", noFile.toString())).isEqualTo(1);
    assertThat(lines())
        .last()
        .asString()
        .contains("cert_file: the file " + folder.resolve("a.crt") + " does not exist");
    Path header = write("header.yml", "http_server_config: {headers: {X-Frame-Options: allow}}\n");
    assertThat(run("check", "web-config", header.toString())).isEqualTo(1);
    assertThat(lines()).last().asString().contains("Expected one of: [deny, sameorigin]");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String promtool(String name) {
    Path data = Path.of(System.getProperty("narthex.shared", "shared"), "conformance/promtool");
    assumeTrue(Files.isDirectory(data), "upstream's test data is missing: " + data);
    return data.resolve(name).toString();
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return Cli.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }
}
