// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.itests.distribution.Server.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code check} commands of the distribution, and a server that starts on what they refuse. */
class CheckIT {

  @TempDir private Path folder;

  @Test
  void a_fault_of_the_file_does_not_hide_those_of_its_discoveries() throws Exception {
    Path file =
        write(
            "prometheus.yml",
            """
            scrape_configs:
              - http_sd_configs:
                  - url: ftp://example.com/
            """);

    Ended ended = Server.run("check", "config", file.toString());

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith(file + ": 2:5: job_name is empty; give the job a name"),
            line ->
                assertThat(line)
                    .startsWith(file + ": FAILED: 3:9: URL scheme must be 'http' or 'https'"));
  }

  @Test
  void entries_of_discoveries_are_judged_by_their_plugins() throws Exception {
    Path file =
        write(
            "prometheus.yml",
            """
            scrape_configs:
              - job_name: a
                http_sd_configs:
                  - url: ftp://example.com/
              - job_name: b
                file_sd_configs:
                  - files: [targets.yml]
              - job_name: c
                no_such_sd_configs:
                  - anything: goes
            """);
    write("targets.yml", "- targets: ['x:1']\n  label: {}\n");

    Ended ended = Server.run("check", "config", file.toString());

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains(": 7:9: ", "targets.yml:2:3", "\"label\""),
            line ->
                assertThat(line)
                    .startsWith(file + ": FAILED: 4:9: ")
                    .endsWith("(and 1 more, above)"));
    // The syntax alone: what a file says that is named is not looked at, the entry is.
    assertThat(Server.run("check", "config", "--syntax-only", file.toString()).output())
        .startsWith(file + ": FAILED: 4:9: ")
        .hasLineCount(1);
  }

  @Test
  void options_of_the_storage_engine_are_judged_by_it() throws Exception {
    Path unknown = write("unknown.yml", "storage:\n  engine:\n    wal_segment: 3\n");
    Path bad = write("bad.yml", "storage:\n  engine:\n    wal_segments: 1\n");
    Path good = write("good.yml", "storage:\n  engine:\n    wal_segments: 3\n");

    Ended ended =
        Server.run("check", "config", unknown.toString(), bad.toString(), good.toString());

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(unknown + ": FAILED: 3:5: ")
                    .contains("\"wal_segment\"; did you mean wal_segments"),
            line ->
                assertThat(line)
                    .startsWith(bad + ": FAILED: ")
                    .contains("wal_segments must be at least 2"),
            line -> assertThat(line).startsWith(good + ": SUCCESS"));
    assertThat(Server.run("check", "config", "--storage.engine=other", unknown.toString()).status())
        .isZero();
  }

  @Test
  void a_broken_rule_file_ends_the_start_with_its_place() throws Exception {
    Path rules =
        write("a.rules.yml", "groups:\n  - name: g\n    rules: [{record: a, expr: 'sum('}]\n");
    Path file = write("prometheus.yml", "rule_files: ['*.rules.yml']\n");

    Ended checked = Server.run("check", "config", file.toString());
    Ended started =
        Server.run(
            "--config.file=" + file,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + Server.freePort());

    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.output())
        .contains(file + ": SUCCESS")
        .contains(rules + ": FAILED: 3:31: group \"g\", rule 1, \"a\": could not parse expression");
    assertThat(started.status()).isEqualTo(2);
    assertThat(started.output())
        .contains("narthex: " + rules + ":3:31: group \"g\", rule 1, \"a\": could not parse");
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
