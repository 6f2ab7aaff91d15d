// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plug-in is dropped, updated, corrupted and removed in a running server, while another job is
 * watched for missed scrapes.
 */
class PluginLifeIT {

  private static final String SAMPLE_UP = "up{job=\"sample\"}";

  /**
   * Within how many seconds a jar that came is live, and the series of one that went have ended.
   */
  private static final double SOON = 3;

  private static final double INTERVAL = 2;

  @TempDir private Path folder;
  private Server server;
  private double watchedFrom;
  private Map<String, String> stockSince;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 2s, scrape_timeout: 2s}
        scrape_configs:
          - job_name: node
            exporter_sd_configs: [{names: [node]}]
          - job_name: self
            static_configs: [{targets: ["127.0.0.1:@PORT@"]}]
          - job_name: sample
            exporter_sd_configs: [{names: [sample]}]
        """);
    server = Server.start(folder);
    server.awaitData(Server.queryPath("up{job=\"node\"} == 1"), d -> d.path("result").size() == 1);
    server.awaitData(Server.queryPath("up{job=\"self\"} == 1"), d -> d.path("result").size() == 1);
    // The server may have tried to scrape itself before it listened.
    watchedFrom = now();
    stockSince = stockSince();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_jar_is_live_when_dropped_and_its_target_ends_when_removed() throws Exception {
    double dropped = now();
    Path jar = drop(sampleExporter(), "sample.jar");

    server.awaitData(Server.queryPath(SAMPLE_UP + " == 1"), d -> d.path("result").size() == 1);
    assertThat(server.query("{__name__=~\"sample_.+\", job=\"sample\"}").size()).isPositive();
    assertThat(plugin("sample.jar").path("state").asText()).isEqualTo("active");
    assertThat(since(plugin("sample.jar"))).isBetween(dropped, dropped + SOON);

    double before = now();
    Files.delete(jar);
    double deleted = now();
    server.awaitData(Server.queryPath(SAMPLE_UP), d -> d.path("result").isEmpty());
    // The series were there until then. Without stale markers the lookback would still find them
    // five minutes later; with markers made within the time they are gone at its end.
    for (String series : List.of(SAMPLE_UP, "{__name__=~\"sample_.+\", job=\"sample\"}")) {
      assertThat(server.query(series, before).size()).as(series).isPositive();
      server.awaitData(
          Server.queryPath("vector(time()) > " + (deleted + SOON)),
          d -> d.path("result").size() == 1);
      assertThat(server.query(series, deleted + SOON).size()).as(series).isZero();
    }
    assertThat(server.data("/api/v1/plugins").findValuesAsText("name"))
        .doesNotContain("sample.jar");
    assertNothingElseNoticed();
  }

  @Test
  void an_update_takes_the_place_of_the_old_version() throws Exception {
    drop(sampleExporter(), "sample.jar");
    server.awaitData(Server.queryPath(SAMPLE_UP + " == 1"), d -> d.path("result").size() == 1);

    drop(withVersion(sampleExporter(), "9.9.9"), "sample.jar");

    awaitPlugin("sample.jar", p -> p.path("version").asText().equals("9.9.9"));
    assertThat(plugin("sample.jar").path("state").asText()).isEqualTo("active");
    double updated = now();
    server.awaitData(
        Server.queryPath("timestamp(" + SAMPLE_UP + " == 1) > " + updated),
        d -> d.path("result").size() == 1);
    assertNothingElseNoticed();
  }

  @Test
  void a_corrupt_update_is_refused_and_the_good_version_goes_on() throws Exception {
    drop(sampleExporter(), "sample.jar");
    server.awaitData(Server.queryPath(SAMPLE_UP + " == 1"), d -> d.path("result").size() == 1);
    double live = now();
    byte[] whole = Files.readAllBytes(sampleExporter());

    Files.write(server.plugins().resolve("sample.jar"), Arrays.copyOf(whole, whole.length / 2));

    awaitPlugin(
        "sample.jar",
        p -> p.path("reason").asText().matches(".*not complete.* of before goes on.*"));
    assertThat(server.log()).contains("plug-in sample.jar is refused: it is damaged, not complete");
    assertNothingElseNoticed();
    watchedFrom = live;
    assertNoMissedScrapes("sample");
  }

  @Test
  void a_half_copied_and_a_foreign_jar_are_refused_with_the_reason() throws Exception {
    byte[] whole = Files.readAllBytes(sampleExporter());
    Files.write(server.plugins().resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
    drop(withImport(sampleExporter(), "org.example.missing;version=\"[1.2,2)\""), "foreign.jar");

    awaitPlugin("half.jar", p -> p.path("state").asText().equals("refused"));
    awaitPlugin("foreign.jar", p -> p.path("state").asText().equals("refused"));

    assertThat(plugin("half.jar").path("reason").asText()).isNotBlank();
    assertThat(plugin("foreign.jar").path("reason").asText()).contains("org.example.missing");
    assertThat(server.log()).contains("half.jar").contains("foreign.jar");
    assertNothingElseNoticed();
  }

  @Test
  void the_folder_is_the_truth_after_a_restart() throws Exception {
    Path jar = drop(sampleExporter(), "sample.jar");
    server.awaitData(Server.queryPath(SAMPLE_UP + " == 1"), d -> d.path("result").size() == 1);
    assertThat(server.terminate()).isZero();
    Files.delete(jar);

    server = Server.start(folder);

    server.awaitData("/api/v1/plugins", d -> d.findValuesAsText("type").contains("node"));
    assertThat(server.data("/api/v1/plugins").findValuesAsText("name"))
        .doesNotContain("sample.jar");
  }

  private Path drop(Path jar, String name) throws IOException {
    return Files.copy(jar, server.plugins().resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private JsonNode plugin(String name) throws Exception {
    for (JsonNode plugin : server.data("/api/v1/plugins")) {
      if (plugin.path("name").asText().equals(name)) {
        return plugin;
      }
    }
    throw new AssertionError("no plug-in " + name + " in " + server.data("/api/v1/plugins"));
  }

  private void awaitPlugin(String name, Predicate<JsonNode> wanted) throws Exception {
    server.awaitData(
        "/api/v1/plugins",
        d -> {
          for (JsonNode plugin : d) {
            if (plugin.path("name").asText().equals(name) && wanted.test(plugin)) {
              return true;
            }
          }
          return false;
        });
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }

  private static double since(JsonNode plugin) {
    return Instant.parse(plugin.path("since").asText()).toEpochMilli() / 1000.0;
  }

  /** Returns since when each plug-in of the distribution is in its state. */
  private Map<String, String> stockSince() throws Exception {
    Map<String, String> out = new TreeMap<>();
    for (JsonNode plugin : server.data("/api/v1/plugins")) {
      if (plugin.path("name").asText().startsWith("narthex-")) {
        out.put(
            plugin.path("name").asText() + " " + plugin.path("state").asText(),
            plugin.path("since").asText());
      }
    }
    return out;
  }

  /** The other jobs went on without a gap, and no other plug-in was started anew. */
  private void assertNothingElseNoticed() throws Exception {
    assertNoMissedScrapes("node");
    assertNoMissedScrapes("self");
    assertThat(stockSince()).isEqualTo(stockSince).hasSizeGreaterThan(1);
    assertThat(server.process().isAlive()).isTrue();
  }

  /**
   * Every scrape of a job was made and came off, from when it is watched until two more were made
   * from now on. Scrapes keep to a grid, so that a missed one is a step of two intervals.
   */
  private void assertNoMissedScrapes(String job) throws Exception {
    double until = now() + 2 * INTERVAL;
    String up = "up{job=\"" + job + "\"}";
    server.awaitData(
        Server.queryPath("timestamp(" + up + ") > " + until), d -> d.path("result").size() == 1);
    JsonNode series = server.query(up + "[5m]");
    assertThat(series.size()).isEqualTo(1);
    List<Double> times = new ArrayList<>();
    for (JsonNode value : series.get(0).path("values")) {
      double time = value.get(0).asDouble();
      if (time >= watchedFrom) {
        assertThat(value.get(1).asText())
            .as("up of %s at %s\n%s", job, time, server.log())
            .isEqualTo("1");
        times.add(time);
      }
    }
    times.addFirst(watchedFrom);
    assertThat(times.getLast()).isGreaterThan(until);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1))
          .as("seconds between scrapes of %s, times %s", job, times)
          .isLessThan(1.75 * INTERVAL);
    }
  }

  private static Path sampleExporter() throws IOException {
    Path target = Path.of(System.getProperty("narthex.sample-plugins")).resolve("exporter/target");
    try (var jars = Files.newDirectoryStream(target, "narthex-sample-exporter-*.jar")) {
      return jars.iterator().next();
    }
  }

  private Path withVersion(Path jar, String version) throws IOException {
    return edited(
        jar, manifest -> manifest.getMainAttributes().putValue("Bundle-Version", version));
  }

  private Path withImport(Path jar, String imported) throws IOException {
    return edited(
        jar,
        manifest -> {
          manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example.foreign");
          manifest
              .getMainAttributes()
              .merge(new Attributes.Name("Import-Package"), imported, (a, b) -> a + "," + b);
        });
  }

  private Path edited(Path jar, Consumer<Manifest> edit) throws IOException {
    Path copy = Files.createTempFile(folder, "edited", ".tmp");
    try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
      Manifest manifest = in.getManifest();
      edit.accept(manifest);
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
