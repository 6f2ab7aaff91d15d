// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was visible before the process was killed is there after the next start. */
class CrashIT {

  @TempDir private Path folder;

  @Test
  void a_killed_server_comes_back_with_its_samples() throws Exception {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: node
            exporter_sd_configs: [{names: [node]}]
        """);
    long seen;
    double last;
    try (Server server = Server.start(folder)) {
      server.awaitData(
          Server.queryPath("count_over_time(node_load1[5m]) >= 5"),
          d -> d.path("result").size() == 1);
      JsonNode values = server.query("node_load1[5m]").get(0).path("values");
      seen = values.size();
      last = values.get(values.size() - 1).get(0).asDouble();
      server.kill();
    }

    try (Server server = Server.start(folder)) {
      JsonNode values = server.query("node_load1[5m]").get(0).path("values");
      assertThat(values.size()).isGreaterThanOrEqualTo((int) seen);
      boolean found = false;
      for (JsonNode value : values) {
        found |= value.get(0).asDouble() == last;
      }
      assertThat(found).as("the newest sample before the kill, at %s", last).isTrue();
    }
  }
}
