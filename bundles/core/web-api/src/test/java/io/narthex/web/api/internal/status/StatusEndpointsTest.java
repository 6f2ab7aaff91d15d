// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginStatus;
import io.narthex.promql.FunctionInfo;
import io.narthex.web.api.internal.BuildInfo;
import io.narthex.web.api.internal.FakeConfiguration;
import io.narthex.web.api.internal.FakeStorage;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import java.io.BufferedReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusEndpointsTest {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "narthex.flags", "web.enable-lifecycle,config.file",
          "narthex.config.file", "prometheus.yml",
          "narthex.web.enable-lifecycle", "true",
          "narthex.storage.tsdb.retention.size", "1GB");

  private static final BuildInfo BUILD = new BuildInfo("1.2", "abc", "java25");

  private final FakeConfiguration configuration = new FakeConfiguration("global: {}\n");
  private final ServerParts parts = new ServerParts();
  private final FakeStorage storage = new FakeStorage();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    parts.setConfiguration(configuration);
    parts.setStorage(storage);
    server =
        new TestServer(
            Map.ofEntries(
                Map.entry("/config", new ConfigServlet(parts)),
                Map.entry("/flags", new FlagsServlet(PROPERTIES::get)),
                Map.entry("/buildinfo", new BuildInfoServlet(BUILD)),
                Map.entry("/version", new VersionServlet(BUILD)),
                Map.entry("/runtimeinfo", new RuntimeInfoServlet(parts, PROPERTIES::get)),
                Map.entry("/tsdb", new TsdbStatusServlet(parts)),
                Map.entry("/tsdb/blocks", new TsdbBlocksServlet(parts)),
                Map.entry("/walreplay", new WalReplayServlet()),
                Map.entry("/notifications", new NotificationsServlet(parts)),
                Map.entry("/notifications/live", new LiveNotificationsServlet(parts, 1)),
                Map.entry(
                    "/features", new FeaturesServlet(parts, new OneDiscovery(), PROPERTIES::get))));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void showsTheConfigurationAndTheLastReload() {
    assertThat(server.get("/config"))
        .startsWith(
            "{\"status\":\"success\",\"data\":"
                + "{\"yaml\":\"global:\\n  scrape_interval: 1m\\n  scrape_timeout: 10s\\n")
        .endsWith("\",\"reloadSuccessful\":true}}");
    configuration.fail("prometheus.yml:3:1: unknown key");
    assertThat(server.get("/config"))
        .contains("\"reloadSuccessful\":false,\"reloadError\":\"prometheus.yml:3:1: unknown key\"");
    parts.unsetConfiguration(configuration);
    assertThat(server.status("/config")).isEqualTo(503);
  }

  @Test
  void showsFlagsBuildAndFeatures() {
    assertThat(server.get("/flags"))
        .contains("{\"config.file\":\"prometheus.yml\",\"web.enable-lifecycle\":\"true\"}");
    assertThat(server.get("/buildinfo"))
        .contains("\"version\":\"1.2\",\"revision\":\"abc\"")
        .contains("\"branch\":\"", "\"buildUser\":\"", "\"buildDate\":\"")
        .contains("\"goVersion\":\"java25\"");
    assertThat(server.get("/version")).startsWith("{\"version\":\"1.2\"");
    parts.setFunctions(
        () ->
            List.of(
                function("abs", true, null),
                function("info", false, null),
                function("ewma", true, "com.acme")));
    assertThat(server.get("/features"))
        .contains("\"promql_functions\":{\"abs\":true,\"info\":false}")
        .contains("\"consul\":true")
        .contains("\"kubernetes\":false")
        .contains("\"xor2_encoding\":false")
        .contains("\"lifecycle\":true")
        .contains("\"admin\":false")
        .contains("\"query_stats\":true")
        .contains("\"server_mode\":true")
        .contains(
            "\"scrape\":{\"extra_scrape_metrics\":true,"
                + "\"start_timestamp_zero_ingestion\":false,\"type_and_unit_labels\":false}");
    assertThat(server.get("/walreplay")).contains("{\"min\":0,\"max\":0,\"current\":0}");
  }

  private static FunctionInfo function(String name, boolean enabled, @Nullable String plugin) {
    return new FunctionInfo(
        name, List.of(), 0, "scalar", "What it does", !enabled, enabled, plugin, plugin);
  }

  /** A discovery that is live, and one that is not. */
  private static final class OneDiscovery implements PluginInventory {

    @Override
    public List<PluginStatus> plugins() {
      return List.of(
          status("consul", PluginStatus.State.ACTIVE),
          status("kubernetes", PluginStatus.State.REFUSED));
    }

    private static PluginStatus status(String type, PluginStatus.State state) {
      return new PluginStatus(
          type + ".jar", "discovery", type, "1.0.0", "b", state, "", Instant.EPOCH, 0);
    }

    @Override
    public boolean loaded() {
      return true;
    }

    @Override
    public void whenLoaded(Runnable action) {
      action.run();
    }
  }

  @Test
  void notifiesOfAReloadThatFailedAndOfTheStart() throws Exception {
    assertThat(server.get("/notifications")).isEqualTo("{\"status\":\"success\",\"data\":[]}");
    configuration.fail("prometheus.yml:3:1: unknown key");
    String failed =
        "{\"text\":\"Configuration reload has failed.\","
            + "\"date\":\"1970-01-01T00:00:00Z\",\"active\":true}";
    assertThat(server.get("/notifications")).contains("[" + failed + "]");

    try (BufferedReader events = server.open("/notifications/live")) {
      assertThat(events.readLine()).isEqualTo("data: " + failed);
      assertThat(events.readLine()).isEmpty();
      assertThat(server.status("/notifications/live")).isEqualTo(204);
      configuration.fail(null);
      assertThat(events.readLine())
          .isEqualTo("data: " + failed.replace("\"active\":true", "\"active\":false"));
      assertThat(events.readLine()).isEmpty();
      parts.unsetStorage(storage);
      assertThat(events.readLine())
          .startsWith(
              "data: {\"text\":\"Prometheus is starting and replaying the write-ahead log"
                  + " (WAL).\"");
    }
  }

  @Test
  void showsTheRetentionOfTheConfigurationBeforeThatOfTheFlags() {
    parts.setConfiguration(
        new FakeConfiguration("storage: {tsdb: {retention: {time: 36h, size: 1536MB}}}\n"));
    assertThat(server.get("/runtimeinfo")).contains("\"storageRetention\":\"1d12h or 1GiB512MiB\"");
    parts.setConfiguration(
        new FakeConfiguration("storage: {tsdb: {retention: {percentage: 12.5}}}\n"));
    assertThat(server.get("/runtimeinfo")).contains("\"storageRetention\":\"12.5%\"");
  }

  @Test
  void showsHowTheProcessRuns() {
    assertThat(server.get("/runtimeinfo"))
        .contains("\"storageRetention\":\"1GiB\"")
        .contains("\"reloadConfigSuccess\":true")
        .contains("\"startTime\":\"20")
        .contains("\"serverTime\":\"20", "\"lastConfigTime\":\"")
        .contains("\"CWD\":\"/", "\"hostname\":\"", "\"corruptionCount\":2")
        .containsPattern("\"goroutineCount\":[1-9]")
        .containsPattern("\"GOMAXPROCS\":[1-9]")
        .containsPattern("\"GOMEMLIMIT\":[1-9]")
        .contains("\"GOGC\":\"\"", "\"GODEBUG\":\"\"");
  }

  @Test
  void showsWhatIsStored() {
    assertThat(server.get("/tsdb?limit=5"))
        .contains(
            "{\"numSeries\":7,\"numLabelPairs\":9,\"chunkCount\":11,"
                + "\"minTime\":1000,\"maxTime\":2000}")
        .contains("\"seriesCountByMetricName\":[", "\"labelValueCountByLabelName\":[")
        .contains("\"memoryInBytesByLabelName\":[")
        .contains("\"seriesCountByLabelValuePair\":[{\"name\":\"job=a\",\"value\":4}]");
    assertThat(server.get("/tsdb/blocks"))
        .matches(
            "\\{\"status\":\"success\",\"data\":\\{\"blocks\":\\[\\{"
                + "\"ulid\":\"(000006VQ80[0-9A-Z]{16})\",\"minTime\":7200000,\"maxTime\":14400000,"
                + "\"stats\":\\{\"numSeries\":3,\"numChunks\":8\\},"
                + "\"compaction\":\\{\"level\":1,\"sources\":\\[\"\\1\"\\]\\},"
                + "\"version\":1,\"diskBytes\":512\\}\\]\\}\\}");
    assertThat(server.get("/tsdb?limit=0")).contains("limit must be a positive number");
    assertThat(server.get("/tsdb?limit=10001")).contains("limit must not exceed 10000");
  }
}
