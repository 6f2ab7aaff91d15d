// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed, and what it had acknowledged is there after the next start. */
class CrashIT {

  private static final int KILLS = 3;
  private static final String SCRAPED = "node_load1[10m]";

  @TempDir private Path folder;

  @BeforeEach
  void configure() throws Exception {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: node
            exporter_sd_configs: [{names: [node]}]
        """);
  }

  private static Set<String> scrapedAt(Server server) throws Exception {
    Set<String> times = new TreeSet<>();
    JsonNode result = server.query(SCRAPED);
    if (!result.isEmpty()) {
      result.get(0).path("values").forEach(value -> times.add(value.get(0).asText()));
    }
    return times;
  }

  @Test
  void kills_at_random_moments_lose_nothing_that_was_acknowledged() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    // An hour behind what is scraped meanwhile would be out of bounds.
    long start = System.currentTimeMillis() - 3_000_000;
    RemoteSender sender = new RemoteSender(start);
    Set<String> seen = new TreeSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (Server server = Server.start(folder, "--web.enable-remote-write-receiver")) {
        assertThat(scrapedAt(server)).as("scraped before kill %d", kill).containsAll(seen);
        Thread sending = sender.sendTo(server);
        long enough = sender.acknowledged() + 20 + random.nextInt(400);
        // Two scrapes at least, so that each life adds some.
        server.awaitData(
            Server.queryPath("count_over_time(" + SCRAPED + ") >= " + 2 * (kill + 1)),
            d -> d.path("result").size() == 1);
        seen.addAll(scrapedAt(server));
        while (sender.acknowledged() < enough) {
          Thread.onSpinWait();
        }
        server.kill();
        sending.join();
      }
    }

    try (Server server = Server.start(folder)) {
      assertThat(scrapedAt(server)).containsAll(seen);
      String counts = "count_over_time(" + RemoteSender.METRIC + "[2h])";
      JsonNode all = server.query(counts);
      assertThat(all.size()).as("series, seed %d", seed).isEqualTo(RemoteSender.SERIES);
      for (JsonNode series : all) {
        // One more a kill: the request that was under way.
        assertThat(series.path("value").get(1).asLong())
            .as("samples of %s, seed %d\n%s", series.path("metric"), seed, server.log())
            .isBetween(sender.acknowledged(), sender.acknowledged() + KILLS);
      }
    }
  }
}
