// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  @TempDir private Path folder;
  private Server server;
  private double watchedFrom;

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
    watchedFrom = System.currentTimeMillis() / 1000.0;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_jar_is_live_when_dropped_and_its_target_ends_when_removed() throws Exception {
    Path jar = drop(sampleExporter(), "sample.jar");

    server.awaitData(Server.queryPath(SAMPLE_UP + " == 1"), d -> d.path("result").size() == 1);
    assertThat(server.query("{__name__=~\"sample_.+\", job=\"sample\"}").size()).isPositive();
    assertThat(plugin("sample.jar").path("state").asText()).isEqualTo("active");

    Files.delete(jar);
    // Far sooner than the five minutes of the lookback: the series end with stale markers.
    server.awaitData(Server.queryPath(SAMPLE_UP), d -> d.path("result").isEmpty());
    server.awaitData(
        Server.queryPath("{__name__=~\"sample_.+\", job=\"sample\"}"),
        d -> d.path("result").isEmpty());
    assertThat(server.data("/api/v1/plugins").findValuesAsText("name"))
        .doesNotContain("sample.jar");
    assertNoMissedScrapes("node");
    assertNoMissedScrapes("self");
  }

  @Test
  void an_update_takes_the_place_of_the_old_version() throws Exception {
    drop(sampleExporter(), "sample.jar");
    server.awaitData(Server.queryPath(SAMPLE_UP + " == 1"), d -> d.path("result").size() == 1);

    drop(withVersion(sampleExporter(), "9.9.9"), "sample.jar");

    awaitPlugin("sample.jar", p -> p.path("version").asText().equals("9.9.9"));
    assertThat(plugin("sample.jar").path("state").asText()).isEqualTo("active");
    server.awaitData(Server.queryPath(SAMPLE_UP + " == 1"), d -> d.path("result").size() == 1);
    assertNoMissedScrapes("node");
    assertNoMissedScrapes("self");
  }

  @Test
  void a_corrupt_update_is_refused_and_the_good_version_goes_on() throws Exception {
    drop(sampleExporter(), "sample.jar");
    server.awaitData(Server.queryPath(SAMPLE_UP + " == 1"), d -> d.path("result").size() == 1);
    byte[] whole = Files.readAllBytes(sampleExporter());

    Files.write(server.plugins().resolve("sample.jar"), Arrays.copyOf(whole, whole.length / 2));

    server.awaitData(
        "/api/v1/plugins", d -> d.toString().contains("\"refused\"") || reason(d, "sample.jar"));
    assertThat(server.query(SAMPLE_UP + " == 1").size()).isEqualTo(1);
    assertThat(server.log()).contains("sample.jar");
    assertNoMissedScrapes("node");
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
    assertNoMissedScrapes("node");
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

  private static boolean reason(JsonNode plugins, String name) {
    for (JsonNode plugin : plugins) {
      if (plugin.path("name").asText().equals(name)) {
        return !plugin.path("reason").asText().isEmpty();
      }
    }
    return false;
  }

  /**
   * Every scrape of a job was made, and came off: three more at least, none further apart than 1.75
   * intervals.
   */
  private void assertNoMissedScrapes(String job) throws Exception {
    double until = System.currentTimeMillis() / 1000.0;
    String up = "up{job=\"" + job + "\"}";
    server.awaitData(
        Server.queryPath("timestamp(" + up + ") > " + (until + 2)),
        d -> d.path("result").size() == 1);
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
    assertThat(times).hasSizeGreaterThan(1);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1))
          .as("seconds between scrapes of %s, times %s", job, times)
          .isLessThan(3.5);
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
