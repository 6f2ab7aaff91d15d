// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server at rest asks its own queries, and nobody who counts requests or queries sees them. */
class WarmUpIT {

  private static final int SAMPLES = 80;

  @TempDir private Path folder;

  @Test
  void queries_are_warm_soon_after_the_start() throws Exception {
    long start = System.currentTimeMillis() / 1000 - SAMPLES * 15;
    StringBuilder text = new StringBuilder("# TYPE load gauge\n");
    for (int instance = 0; instance < 4; instance++) {
      for (int i = 0; i < SAMPLES; i++) {
        text.append(
            "load{job=\"j\",instance=\"i%d\"} %d %d\n".formatted(instance, i % 7, start + 15 * i));
      }
    }
    Path history = Files.writeString(folder.resolve("load.om"), text.append("# EOF\n"));
    Server.Ended in =
        Server.run(
            "tsdb", "import", "--storage.tsdb.path=" + folder.resolve("data"), history.toString());
    assertThat(in.status()).as(in.output()).isZero();
    Path log = folder.resolve("queries.log");
    Files.writeString(
        folder.resolve("prometheus.yml"),
        "global: {scrape_interval: 1h, query_log_file: " + log + "}\n");

    try (Server server = Server.start(folder)) {
      // Each request would be work that the warm-up makes way for.
      server.awaitLog("Queries are warm: ");
      assertThat(server.get("/metrics").body())
          .contains("prometheus_http_requests_total{code=\"200\",handler=\"/-/ready\"}")
          .doesNotContain("handler=\"/api/v1/query\"", "handler=\"/api/v1/query_range\"")
          .contains("prometheus_engine_query_samples_total 0");
      assertThat(Files.size(log)).isZero();
      assertThat(server.query("count(load)").get(0).path("value").get(1)).hasToString("\"4\"");
      assertThat(Files.readString(log)).contains("count(load)");
    }
  }
}
