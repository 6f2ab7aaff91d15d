// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.FunctionInfo;
import io.narthex.promql.QueryOrigin;
import io.narthex.promql.RunningQueries;
import io.narthex.promql.RunningQuery;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.SeriesExemplars;
import io.narthex.web.api.internal.FakeStorage;
import io.narthex.web.api.internal.FakeText;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryServicesTest {

  private final List<Long> cancelled = new ArrayList<>();
  private final FakeStorage storage = new FakeStorage();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    ServerParts parts = new ServerParts();
    parts.setText(new FakeText());
    parts.setStorage(storage);
    parts.setRunning(
        new RunningQueries() {
          @Override
          public List<RunningQuery> running() {
            return List.of(
                new RunningQuery(
                    7,
                    "rate(x[5m])",
                    1000,
                    61_000,
                    15_000,
                    Instant.EPOCH,
                    Duration.ofMillis(1500),
                    false,
                    30,
                    4096,
                    8192,
                    new QueryOrigin.Http("10.0.0.1", "GET", "/api/v1/query_range")));
          }

          @Override
          public boolean cancel(long id) {
            cancelled.add(id);
            return id == 7;
          }
        });
    parts.setFunctions(
        () ->
            List.of(
                new FunctionInfo(
                    "ewma",
                    List.of("range vector", "scalar"),
                    0,
                    "instant vector",
                    "A mean",
                    false,
                    true,
                    "com.acme",
                    "1.2.0"),
                new FunctionInfo(
                    "round",
                    List.of("instant vector", "scalar"),
                    1,
                    "instant vector",
                    "Rounds",
                    false,
                    true,
                    null,
                    null)));
    RunningQueriesServlet queries = new RunningQueriesServlet(parts);
    server =
        new TestServer(
            Map.of(
                "/api/v1/functions",
                new FunctionsServlet(parts),
                "/api/v1/queries/*",
                queries,
                "/api/v1/query_exemplars",
                new QueryExemplarsServlet(parts)));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void listsFunctionsAndSaysWhichAreOutsideTheStandard() {
    assertThat(server.get("/api/v1/functions"))
        .contains(
            "{\"name\":\"ewma\",\"signature\":\"ewma(range vector, scalar) instant vector\","
                + "\"arguments\":[\"range vector\",\"scalar\"],\"variadic\":0,"
                + "\"result\":\"instant vector\",\"description\":\"A mean\",\"experimental\":false,"
                + "\"enabled\":true,\"standard\":false,\"plugin\":\"com.acme\","
                + "\"pluginVersion\":\"1.2.0\",\"note\":\"outside the standard: works only where the"
                + " plug-in com.acme is installed\"}")
        .contains("\"signature\":\"round(instant vector[, scalar]) instant vector\"");
    assertThat(server.get("/api/v1/functions?plugin=true"))
        .contains("ewma")
        .doesNotContain("round");
    assertThat(server.get("/api/v1/functions?plugin=false"))
        .contains("round")
        .doesNotContain("ewma");
    assertThat(server.status("/api/v1/functions?plugin=x")).isEqualTo(400);
  }

  @Test
  void listsRunningQueries() {
    assertThat(server.get("/api/v1/queries"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"id\":7,\"query\":\"rate(x[5m])\",\"start\":1,"
                + "\"end\":61,\"step\":15,\"state\":\"running\",\"since\":\"1970-01-01T00:00:00Z\","
                + "\"durationSeconds\":1.5,\"samples\":30,\"bytes\":4096,\"peakBytes\":8192,"
                + "\"client\":\"10.0.0.1\",\"path\":\"/api/v1/query_range\"}]}");
  }

  @Test
  void cancelsARunningQuery() {
    assertThat(server.send("DELETE", "/api/v1/queries/7", "").body())
        .isEqualTo("{\"status\":\"success\",\"data\":{\"cancelled\":7}}");
    assertThat(server.send("DELETE", "/api/v1/queries/8", "").statusCode()).isEqualTo(404);
    assertThat(server.send("DELETE", "/api/v1/queries/x", "").body())
        .contains("the path ends with the id of a query");
    assertThat(cancelled).containsExactly(7L, 8L);
  }

  @Test
  void answersExemplarsBySeries() {
    storage.exemplars =
        List.of(
            new SeriesExemplars(
                Labels.of("__name__", "x"),
                List.of(new Exemplar(Labels.of("trace", "a"), 6, 1_600_096_945_479L))));
    assertThat(server.get("/api/v1/query_exemplars?query=x&start=1&end=2"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"seriesLabels\":{\"__name__\":\"x\"},"
                + "\"exemplars\":[{\"labels\":{\"trace\":\"a\"},\"value\":\"6\","
                + "\"timestamp\":1600096945.479}]}]}");
    assertThat(storage.asked.getLast()).startsWith("exemplars [[").endsWith("]] 1000 2000");
    assertThat(server.status("/api/v1/query_exemplars?query=1")).isEqualTo(204);
    assertThat(server.get("/api/v1/query_exemplars?query=1")).isEmpty();
    assertThat(server.get("/api/v1/query_exemplars?query=x&start=2&end=1"))
        .contains("\"error\":\"end timestamp must not be before start timestamp\"");
    assertThat(server.get("/api/v1/query_exemplars?query="))
        .contains("\"errorType\":\"bad_data\"")
        .doesNotContain("invalid parameter");
  }
}
