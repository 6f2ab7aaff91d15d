// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a query may use, and that it ends when nobody waits for it any more. */
class QueryLimitsIT {

  /** Eleven thousand deviations from means of 864,000 values, of a single series: many seconds. */
  private static final String SLOW =
      "/api/v1/query_range?start=0&end=11000&step=1"
          + "&query=stddev_over_time(vector(time())%5B240h:1s%5D)";

  @TempDir private Path folder;

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 1s}\n");
  }

  @Test
  void samples_memory_and_time_are_bounded() throws Exception {
    try (Server server =
        Server.start(
            folder,
            "--query.max-samples=10000000",
            "--query.max-memory=250000000",
            "--query.timeout=1s")) {
      assertRefused(
          server.get(Server.queryPath("count_over_time(vector(1)[200d:1s])")),
          422,
          "\"errorType\":\"execution\"",
          "query processing would load too many samples into memory in query execution");
      assertRefused(
          server.get(Server.queryPath("count_over_time(vector(1)[9000000s:1s])")),
          422,
          "\"errorType\":\"execution\"",
          "the query needs more than 250000000 bytes of memory (--query.max-memory)");
      assertRefused(
          server.get(SLOW),
          503,
          "\"errorType\":\"timeout\"",
          "query timed out in expression evaluation");
      assertThat(server.query("count_over_time(vector(1)[1000s:1s])").get(0).path("value").get(1))
          .hasToString("\"1000\"");
    }
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String... texts) {
    assertThat(answer.body()).contains(texts);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void a_query_waits_for_its_turn_and_ends_with_its_client() throws Exception {
    try (Server server = Server.start(folder, "--query.max-concurrency=1")) {
      try (Socket first = ask(server, SLOW)) {
        assertThat(first.isConnected()).isTrue();
        awaitStates(server, "running");
        try (Socket second = ask(server, SLOW)) {
          assertThat(second.isConnected()).isTrue();
          awaitStates(server, "running", "queued");
          HttpResponse<String> third = server.get(Server.queryPath("1") + "&timeout=10ms");
          assertRefused(third, 503, "query timed out in query queue");
        }
        awaitStates(server, "running");
      }
      awaitStates(server);
      assertThat(server.query("1").get(1)).hasToString("\"1\"");
    }
  }

  /** Sends a request whose answer is not waited for. */
  private static Socket ask(Server server, String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void awaitStates(Server server, String... states) throws Exception {
    Predicate<JsonNode> wanted =
        queries -> {
          String[] found = new String[queries.size()];
          for (int i = 0; i < found.length; i++) {
            found[i] = queries.get(i).path("state").asText();
          }
          return Arrays.equals(found, states);
        };
    server.awaitData("/api/v1/queries", wanted);
  }
}
