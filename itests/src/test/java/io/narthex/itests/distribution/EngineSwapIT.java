// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storage engine's jar is replaced in a running server that scrapes and is written to. */
class EngineSwapIT {

  private static final String NEW_VERSION = "99.0.0";

  @TempDir private Path folder;

  @Test
  void an_update_of_the_engine_loses_neither_scrapes_nor_acknowledged_samples() throws Exception {
    Path home = copyOfHome();
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: node
            exporter_sd_configs: [{names: [node]}]
        """);
    RemoteSender sender = new RemoteSender(System.currentTimeMillis() - 3_000_000);
    try (Server server = Server.startFrom(home, folder, "--web.enable-remote-write-receiver")) {
      Thread sending = sender.sendTo(server);
      awaitScrapes(server, 5);
      long before = sender.acknowledged();

      Path jar = engineJar(home);
      Files.move(
          withVersion(jar, NEW_VERSION),
          jar,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
      server.awaitData("/api/v1/plugins", d -> d.findValuesAsText("version").contains(NEW_VERSION));
      server.awaitReady();
      awaitScrapes(server, 12);

      sender.stop();
      sending.join();
      assertThat(sender.acknowledged()).isGreaterThan(before);
      assertThat(server.log()).contains("The storage engine local " + NEW_VERSION + " is open.");
      JsonNode sent = server.query("count_over_time(" + RemoteSender.METRIC + "[2h])");
      assertThat(sent.size()).isEqualTo(RemoteSender.SERIES);
      for (JsonNode series : sent) {
        assertThat(series.path("value").get(1).asLong()).isEqualTo(sender.acknowledged());
      }
      assertNoGap(server);
    }
  }

  private static void awaitScrapes(Server server, int count) throws Exception {
    server.awaitData(
        Server.queryPath("count_over_time(up{job=\"node\"}[10m]) >= " + count),
        d -> d.path("result").size() == 1);
  }

  /** Scrapes are a second apart; one that was lost would leave two. */
  private static void assertNoGap(Server server) throws Exception {
    JsonNode values = server.query("up{job=\"node\"}[10m]").get(0).path("values");
    for (int i = 1; i < values.size(); i++) {
      assertThat(values.get(i).get(0).asDouble() - values.get(i - 1).get(0).asDouble())
          .as("seconds between scrapes in %s\n%s", values, server.log())
          .isLessThan(1.9);
    }
  }

  private Path copyOfHome() throws IOException {
    Path copy = folder.resolve("home");
    try (Stream<Path> all = Files.walk(Server.home())) {
      for (Path path : (Iterable<Path>) all::iterator) {
        // The cache is of the original's paths.
        if (!path.toString().endsWith(".aot")) {
          Files.copy(
              path,
              copy.resolve(Server.home().relativize(path).toString()),
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return copy;
  }

  private static Path engineJar(Path home) throws IOException {
    try (var jars = Files.newDirectoryStream(home.resolve("plugins"), "narthex-storage-local-*")) {
      return jars.iterator().next();
    }
  }

  private Path withVersion(Path jar, String version) throws IOException {
    Path copy = Files.createTempFile(folder, "engine", ".tmp");
    try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
      Manifest manifest = in.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
        ZipEntry entry;
        while ((entry = in.getNextEntry()) != null) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          in.transferTo(out);
        }
      }
    }
    return copy;
  }
}
