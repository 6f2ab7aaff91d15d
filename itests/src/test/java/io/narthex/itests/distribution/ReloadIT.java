// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload takes a good file wholly and a bad one not at all. */
class ReloadIT {

  private static final String ONE_JOB =
      """
      global: {scrape_interval: 1s}
      scrape_configs:
        - job_name: first
          static_configs: [{targets: ["127.0.0.1:@PORT@"]}]
      """;

  @TempDir private Path folder;

  @Test
  void a_new_job_is_scraped_after_a_reload_by_http_and_by_sighup() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), ONE_JOB);
    try (Server server = Server.start(folder)) {
      server.awaitData(Server.queryPath("up{job=\"first\"}"), d -> d.path("result").size() == 1);

      addJob(server, "second");
      assertThat(server.post("/-/reload").statusCode()).isEqualTo(200);
      server.awaitData(Server.queryPath("up{job=\"second\"}"), d -> d.path("result").size() == 1);

      addJob(server, "third");
      new ProcessBuilder("kill", "-HUP", Long.toString(server.process().pid())).start().waitFor();
      server.awaitData(Server.queryPath("up{job=\"third\"}"), d -> d.path("result").size() == 1);
    }
  }

  @Test
  void a_bad_file_leaves_the_old_configuration_in_force_and_is_told() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), ONE_JOB);
    try (Server server = Server.start(folder)) {
      String before = server.data("/api/v1/status/config").path("yaml").asText();
      Files.writeString(
          server.configuration(), Files.readString(server.configuration()) + "\nglobla: {}\n");

      HttpResponse<String> answer = server.post("/-/reload");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("globla").contains(":6:1");
      assertThat(server.data("/api/v1/status/config").path("yaml").asText()).isEqualTo(before);
      assertThat(server.get("/api/v1/status/config").body()).contains("globla");
      assertThat(server.log()).contains("globla");
      server.awaitData(Server.queryPath("up{job=\"first\"}"), d -> d.path("result").size() == 1);
    }
  }

  /** The key's name is told by an annotation alone, which a bundle has to import. */
  @Test
  void a_rule_that_must_last_is_taken() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), ONE_JOB);
    Path rules = folder.resolve("rules.yml");
    Files.writeString(rules, "groups: [{name: g, rules: [{alert: Down, expr: up == 0, for: 1m}]}]");
    try (Server server = Server.start(folder)) {
      Files.writeString(
          server.configuration(),
          Files.readString(server.configuration()) + "\nrule_files: [" + rules + "]\n");

      HttpResponse<String> answer = server.post("/-/reload");

      assertThat(answer.body()).isEmpty();
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  private static void addJob(Server server, String name) throws Exception {
    Files.writeString(
        server.configuration(),
        Files.readString(server.configuration())
            + "  - job_name: "
            + name
            + "\n    static_configs: [{targets: [\"127.0.0.1:"
            + server.port()
            + "\"]}]\n");
  }
}
