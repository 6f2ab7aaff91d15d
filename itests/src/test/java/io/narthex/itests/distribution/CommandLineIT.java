// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.itests.distribution.Server.Ended;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user sees who gets the command line or the surroundings wrong: one clear line and the
 * right status.
 */
class CommandLineIT {

  private static final String NO_JOBS = "global: {scrape_interval: 1s}\n";

  @TempDir private Path folder;

  @Test
  void an_unknown_flag_is_one_line_and_status_2() throws Exception {
    Ended ended = Server.run("--web.listen-adress=:1");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output())
        .isEqualTo(
            "narthex: unknown flag --web.listen-adress=:1; did you mean --web.listen-address?\n");
  }

  @Test
  void a_bad_value_is_one_line_and_status_2() throws Exception {
    Ended ended = Server.run("--query.timeout=soon");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output().lines()).singleElement().asString().contains("--query.timeout");
  }

  @Test
  void version_and_help_are_told() throws Exception {
    assertThat(Server.run("--version"))
        .satisfies(e -> assertThat(e.status()).isZero())
        .satisfies(e -> assertThat(e.output()).startsWith("narthex, version "));
    assertThat(Server.run("--help"))
        .satisfies(e -> assertThat(e.status()).isZero())
        .satisfies(
            e -> assertThat(e.output()).contains("--config.file", "--[no-]web.enable-lifecycle"));
  }

  @Test
  void a_broken_configuration_is_named_by_line_and_column_with_status_2() throws Exception {
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(file, "global:\n  scrape_interval: 15s\n  scrap_timeout: 10s\n");

    Ended ended =
        Server.run(
            "--config.file=" + file,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + Server.freePort());

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output())
        .contains("narthex: ")
        .contains(file + ":3:3")
        .contains("scrap_timeout")
        .contains("scrape_timeout");
  }

  @Test
  void a_missing_configuration_file_is_named_with_status_2() throws Exception {
    Path file = folder.resolve("nowhere.yml");

    Ended ended =
        Server.run(
            "--config.file=" + file,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + Server.freePort());

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output()).contains("narthex: ").contains(file.toString());
  }

  @Test
  void a_port_in_use_is_one_line_and_status_1() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), NO_JOBS);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Ended ended =
          Server.run(
              "--config.file=" + folder.resolve("prometheus.yml"),
              "--storage.tsdb.path=" + folder.resolve("data"),
              "--web.listen-address=127.0.0.1:" + taken.getLocalPort());

      assertThat(ended.status()).isEqualTo(1);
      assertThat(ended.output().lines().filter(l -> l.startsWith("narthex: ")))
          .singleElement()
          .asString()
          .contains("127.0.0.1:" + taken.getLocalPort())
          .contains("in use")
          .contains("--web.listen-address");
    }
  }

  @Test
  void a_second_process_on_the_same_data_is_refused() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), NO_JOBS);
    try (Server first = Server.start(folder)) {
      Ended second =
          Server.run(
              "--config.file=" + first.configuration(),
              "--storage.tsdb.path=" + folder.resolve("data"),
              "--web.listen-address=127.0.0.1:" + Server.freePort());

      assertThat(second.status()).isEqualTo(1);
      assertThat(second.output())
          .contains(folder.resolve("data").toString())
          .contains("in use by another Narthex process (pid " + first.process().pid() + ")");
      assertThat(first.get("/-/healthy").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_data_folder_that_is_a_file_is_named() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), NO_JOBS);
    Path file = Files.createFile(folder.resolve("data"));

    Ended ended =
        Server.run(
            "--config.file=" + folder.resolve("prometheus.yml"), "--storage.tsdb.path=" + file);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.output()).contains(file.toString()).contains("--storage.tsdb.path");
  }

  @Test
  void sigterm_ends_it_with_status_0() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), NO_JOBS);
    try (Server server = Server.start(folder)) {
      assertThat(server.terminate()).isZero();
      assertThat(server.log()).contains("Received SIGTERM").contains("Narthex has ended");
    }
  }
}
