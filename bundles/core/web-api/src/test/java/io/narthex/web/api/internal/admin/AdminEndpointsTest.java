// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.web.api.internal.FakeStorage;
import io.narthex.web.api.internal.FakeText;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminEndpointsTest {

  @TempDir Path data;

  private final FakeStorage storage = new FakeStorage();

  @Test
  void refusesWithoutTheFlag() throws Exception {
    try (TestServer server = server("false")) {
      assertThat(server.send("POST", "/delete?match[]=up", "").statusCode()).isEqualTo(500);
      assertThat(server.send("POST", "/clean", "").body())
          .isEqualTo(
              "{\"status\":\"error\",\"errorType\":\"unavailable\","
                  + "\"error\":\"admin APIs disabled\"}");
      assertThat(storage.asked).isEmpty();
    }
  }

  @Test
  void deletesAndCleans() throws Exception {
    try (TestServer server = server("true")) {
      assertThat(server.send("PUT", "/delete?match[]=up&start=1&end=2", "").statusCode())
          .isEqualTo(204);
      assertThat(server.send("POST", "/clean", "").statusCode()).isEqualTo(204);
      assertThat(server.send("POST", "/delete", "").body())
          .contains("no match[] parameter provided");
      assertThat(server.status("/clean")).isEqualTo(405);
      assertThat(storage.asked).containsExactly("delete [[__name__=\"up\"]] 1000 2000", "clean");
    }
  }

  @Test
  void snapshotsIntoAFolderOfItsOwn() throws Exception {
    try (TestServer server = server("true")) {
      String body = server.send("POST", "/snapshot?skip_head=true", "").body();
      try (Stream<Path> folders = Files.list(data.resolve("snapshots"))) {
        List<Path> made = folders.toList();
        assertThat(made).hasSize(1);
        assertThat(made.getFirst().resolve("copy")).exists();
        String name = String.valueOf(made.getFirst().getFileName());
        assertThat(name).matches("\\d{8}T\\d{6}Z-[0-9a-f]{16}");
        assertThat(body).isEqualTo("{\"status\":\"success\",\"data\":{\"name\":\"" + name + "\"}}");
      }
      assertThat(storage.asked).containsExactly("snapshot false");
      assertThat(server.send("POST", "/snapshot?skip_head=maybe", "").body())
          .contains("unable to parse boolean: strconv.ParseBool: parsing \\\"maybe\\\"");
    }
  }

  private TestServer server(String enabled) throws Exception {
    ServerParts parts = new ServerParts();
    parts.setStorage(storage);
    parts.setText(new FakeText());
    Map<String, String> properties =
        Map.of(
            "narthex.web.enable-admin-api", enabled, "narthex.storage.tsdb.path", data.toString());
    return new TestServer(
        Map.of(
            "/delete", new DeleteSeriesServlet(parts, properties::get),
            "/clean", new CleanTombstonesServlet(parts, properties::get),
            "/snapshot", new SnapshotServlet(parts, properties::get)));
  }
}
