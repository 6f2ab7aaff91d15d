// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The UI's pages in a real browser, on a running server: what a person sees after the scripts have
 * run.
 */
class BrowserIT {

  @TempDir private Path folder;
  private Path chromium;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(p -> Stream.of(Path.of(p, "chromium"), Path.of(p, "google-chrome")))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "skipped: install chromium");
    chromium = found.get();
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: node
            exporter_sd_configs: [{names: [node]}]
        """);
    server = Server.start(folder);
    server.awaitData(Server.queryPath("node_load1"), d -> d.path("result").size() == 1);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void a_query_shows_its_series_in_the_table() throws Exception {
    assertThat(page("/query?g0.expr=node_load1&g0.tab=table"))
        .contains("node_load1")
        .contains("job")
        .contains("instance");
  }

  @Test
  void the_targets_page_shows_the_job_and_its_health() throws Exception {
    assertThat(page("/targets")).contains("node").containsIgnoringCase("up");
  }

  @Test
  void the_plugins_page_shows_the_stock_plugins() throws Exception {
    assertThat(page("/plugins"))
        .contains("narthex-exporter-node")
        .contains("narthex-storage-local")
        .containsIgnoringCase("active");
  }

  /** Returns the document as it stands after the page's scripts have run. */
  private String page(String path) throws Exception {
    Path profile = Files.createTempDirectory(folder, "profile");
    Process browser =
        new ProcessBuilder(
                List.of(
                    chromium.toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--user-data-dir=" + profile,
                    "--virtual-time-budget=10000",
                    "--dump-dom",
                    "http://127.0.0.1:" + server.port() + path))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String document = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(browser.waitFor(Server.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return document;
  }
}
