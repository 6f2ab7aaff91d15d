// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the log at a start, and a start that waits for a plug-in. */
class StartIT {

  private static final String WAITING_FOR_ENGINE = "waiting for storage plug-in sample";

  @TempDir private Path folder;

  @Test
  void a_regular_start_warns_of_nothing_and_neither_does_a_client_that_hangs_up() throws Exception {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: node
            exporter_sd_configs: [{names: [node]}]
          - job_name: files
            file_sd_configs: [{files: [targets.yml]}]
        """);
    Files.writeString(folder.resolve("targets.yml"), "[]\n");
    try (Server server = Server.start(folder)) {
      server.awaitData(
          Server.queryPath("up{job=\"node\"} == 1"), d -> d.path("result").size() == 1);
      for (int i = 0; i < 5; i++) {
        hangUp(server.port());
      }
      server.awaitData(
          Server.queryPath("count_over_time(up{job=\"node\"}[1m]) > 3"),
          d -> d.path("result").size() == 1);
      assertThat(server.terminate()).isZero();
      assertThat(server.log().lines()).isNotEmpty().noneMatch(line -> !line.contains("level=INFO"));
    }
  }

  /** Asks for much and closes the connection before it could have been sent. */
  private static void hangUp(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.setReceiveBufferSize(2_048);
      socket.setSoLinger(true, 0);
      String query =
          "/api/v1/query_range?start=0&end=10000&step=1"
              + "&query=label_replace(vector(time()),%22a%22,%22b%22,%22%22,%22%22)";
      socket
          .getOutputStream()
          .write(("GET " + query + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
  }

  @Test
  void a_job_without_its_plugin_is_told_once() throws Exception {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: node
            exporter_sd_configs: [{names: [node]}]
          - job_name: later
            exporter_sd_configs: [{names: [sample]}]
        """);
    try (Server server = Server.start(folder)) {
      server.awaitData(
          Server.queryPath("count_over_time(up{job=\"node\"}[1m]) > 2"),
          d -> d.path("result").size() == 1);
      assertThat(server.log().lines().filter(line -> line.contains("level=WARN")))
          .singleElement()
          .asString()
          .contains("Job later: waiting for exporter sample");
    }
  }

  @Test
  void the_server_is_ready_when_its_storage_engine_is_dropped_in() throws Exception {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: node
            exporter_sd_configs: [{names: [node]}]
        """);
    int port = Server.freePort();
    try (Server server = Server.launch(folder, port, "--storage.engine=sample")) {
      server.await(
          "/-/ready",
          answer ->
              answer.statusCode() == 503
                  && answer.body().equals("Service Unavailable: waiting for the storage engine\n"));
      server.await("/api/v1/plugins", answer -> server.log().contains(WAITING_FOR_ENGINE));
      Files.copy(sampleEngine(), server.plugins().resolve("engine.jar"));

      server.awaitReady();
      server.awaitData(
          Server.queryPath("up{job=\"node\"} == 1"), d -> d.path("result").size() == 1);
    }
  }

  private static Path sampleEngine() throws IOException {
    Path target = Path.of(System.getProperty("narthex.sample-plugins")).resolve("storage/target");
    try (var jars = Files.newDirectoryStream(target, "narthex-sample-storage-*.jar")) {
      return jars.iterator().next();
    }
  }
}
