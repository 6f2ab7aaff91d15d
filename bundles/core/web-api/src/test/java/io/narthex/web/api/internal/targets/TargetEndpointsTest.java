// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.targets;

import static io.narthex.web.api.internal.TestServer.encode;
import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.relabel.Regex;
import io.narthex.config.relabel.RelabelAction;
import io.narthex.config.relabel.RelabelRule;
import io.narthex.scrape.ActiveTarget;
import io.narthex.scrape.DroppedTarget;
import io.narthex.scrape.JobProblem;
import io.narthex.scrape.RelabelStep;
import io.narthex.scrape.ScrapeFailure;
import io.narthex.scrape.TargetHealth;
import io.narthex.scrape.TargetInventory;
import io.narthex.scrape.TargetMetadata;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import io.narthex.web.api.internal.FakeConfiguration;
import io.narthex.web.api.internal.FakeText;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetEndpointsTest {

  private static final List<RelabelRule> RULES =
      List.of(
          new RelabelRule(List.of(), null, null, 0, "a", "b", RelabelAction.REPLACE),
          new RelabelRule(
              List.of("x", "y"), null, Regex.of("q.*"), 0, null, null, RelabelAction.KEEP));

  private final ServerParts parts = new ServerParts();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    parts.setText(new FakeText());
    parts.setConfiguration(
        new FakeConfiguration(
            "scrape_configs: [{job_name: a, basic_auth: {username: u, password: hush}}]"));
    parts.setTargets(new FakeInventory());
    server =
        new TestServer(
            Map.of(
                "/targets", new TargetsServlet(parts),
                "/targets/metadata", new TargetMetadataServlet(parts),
                "/targets/relabel_steps", new RelabelStepsServlet(parts),
                "/metadata", new MetadataServlet(parts),
                "/scrape_pools", new ScrapePoolsServlet(parts),
                "/scrape_pools/config", new ScrapePoolConfigServlet(parts),
                "/rules", new RulesServlet(),
                "/alerts", new AlertsServlet(),
                "/alertmanagers", new AlertmanagersServlet()));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void listsTargets() {
    assertThat(server.get("/targets"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"activeTargets\":["
                + "{\"discoveredLabels\":{\"__address__\":\"a:1\"},\"labels\":{\"job\":\"j\"},"
                + "\"scrapePool\":\"j\",\"scrapeUrl\":\"http://a:1/metrics\","
                + "\"globalUrl\":\"http://host:1/metrics\",\"lastError\":\"\","
                + "\"lastScrape\":\"2026-01-01T00:00:00Z\",\"lastScrapeDuration\":0.0125,"
                + "\"health\":\"up\",\"scrapeInterval\":\"15s\",\"scrapeTimeout\":\"10s\","
                + "\"failures\":[{\"time\":\"2025-12-31T00:00:00Z\",\"phase\":\"connect\",\"error\":\"connection"
                + " refused\"}]}],"
                + "\"droppedTargets\":[{\"discoveredLabels\":{\"__address__\":\"b:1\"},"
                + "\"scrapePool\":\"k\",\"droppedByRule\":2}],\"droppedTargetCounts\":{\"j\":0,\"k\":5},"
                + "\"jobProblems\":[{\"scrapePool\":\"k\",\"waiting\":true,\"reason\":\"waiting for"
                + " discovery plug-in foo\"}]}}");
    assertThat(server.get("/targets?state=dropped"))
        .contains("\"activeTargets\":[]")
        .contains("b:1");
    assertThat(server.get("/targets?state=active&scrapePool=k"))
        .contains("\"activeTargets\":[],\"droppedTargets\":[]");
    assertThat(server.get("/scrape_pools")).contains("{\"scrapePools\":[\"j\",\"k\"]}");
  }

  @Test
  void showsWhatEachRuleMakesOfATarget() {
    String labels = encode("{\"__address__\":\"b:1\",\"x\":\"\\u00e9\"}");
    assertThat(server.get("/targets/relabel_steps?scrapePool=j&labels=" + labels))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"steps\":["
                + "{\"rule\":{\"separator\":\";\",\"regex\":\"(.*)\",\"target_label\":\"a\","
                + "\"replacement\":\"b\",\"action\":\"replace\"},"
                + "\"output\":{\"__address__\":\"b:1\",\"a\":\"b\",\"x\":\"é\"},\"keep\":true},"
                + "{\"rule\":{\"source_labels\":[\"x\",\"y\"],\"separator\":\";\",\"regex\":\"q.*\","
                + "\"replacement\":\"$1\",\"action\":\"keep\"},\"output\":{},\"keep\":false}]}}");
    assertThat(server.get("/targets/relabel_steps?labels=" + labels))
        .contains("no scrapePool parameter provided");
    assertThat(server.get("/targets/relabel_steps?scrapePool=j"))
        .contains("no labels parameter provided");
    assertThat(server.get("/targets/relabel_steps?scrapePool=j&labels=" + encode("{\"a\":1}")))
        .contains("error parsing labels: ");
    assertThat(server.get("/targets/relabel_steps?scrapePool=z&labels=" + labels))
        .contains("error retrieving scrape config: scrape pool \\\"z\\\" not found");
  }

  @Test
  void showsTheConfigurationOfAJob() {
    assertThat(server.get("/scrape_pools/config?scrapePool=a"))
        .startsWith("{\"status\":\"success\",\"data\":{\"yaml\":\"job_name: a\\n")
        .contains("password: <secret>");
    assertThat(server.status("/scrape_pools/config")).isEqualTo(400);
    assertThat(server.status("/scrape_pools/config?scrapePool=b")).isEqualTo(400);
  }

  @Test
  void listsMetadata() {
    assertThat(server.get("/metadata"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{"
                + "\"a_total\":[{\"type\":\"counter\",\"help\":\"As.\",\"unit\":\"\"},"
                + "{\"type\":\"gauge\",\"help\":\"other\",\"unit\":\"\"}],"
                + "\"b\":[{\"type\":\"gauge\",\"help\":\"Bs.\",\"unit\":\"\"}]}}");
    assertThat(server.get("/metadata?limit=1&limit_per_metric=1"))
        .contains("a_total")
        .doesNotContain("other")
        .doesNotContain("Bs.");
    assertThat(server.get("/metadata?limit=x")).contains("limit must be a number");
    assertThat(
            server.get("/targets/metadata?metric=a_total&match_target=" + encode("{job=~\"j|x\"}")))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"target\":{\"job\":\"j\"},"
                + "\"type\":\"counter\",\"help\":\"As.\",\"unit\":\"\"}]}");
    assertThat(server.get("/targets/metadata?limit=0")).contains("\"data\":[]");
    assertThat(server.get("/targets/metadata?limit=1"))
        .contains("{\"job\":\"j\"}")
        .doesNotContain("{\"job\":\"k\"}");
    assertThat(server.get("/targets/metadata?limit=1&match_target=" + encode("{job=\"k\"}")))
        .as("all of the one target")
        .contains("\"other\"", "\"Bs.\"");
  }

  @Test
  void isEmptyWhereNothingIsMadeYet() {
    assertThat(server.get("/rules")).contains("\"data\":{\"groups\":[]}");
    assertThat(server.get("/alerts")).contains("\"data\":{\"alerts\":[]}");
    assertThat(server.get("/alertmanagers"))
        .contains("{\"activeAlertmanagers\":[],\"droppedAlertmanagers\":[]}");
  }

  private static final class FakeInventory implements TargetInventory {

    @Override
    public List<String> scrapePools() {
      return List.of("j", "k");
    }

    @Override
    public List<ActiveTarget> activeTargets() {
      return List.of(
          new ActiveTarget(
              Labels.of("__address__", "a:1"),
              Labels.of("job", "j"),
              "j",
              "http://a:1/metrics",
              "http://host:1/metrics",
              "",
              Instant.parse("2026-01-01T00:00:00Z"),
              Duration.ofNanos(12_500_000),
              TargetHealth.UP,
              Duration.ofSeconds(15),
              Duration.ofSeconds(10),
              List.of(
                  new ScrapeFailure(
                      Instant.parse("2025-12-31T00:00:00Z"), "connect", "connection refused"))));
    }

    @Override
    public List<DroppedTarget> droppedTargets() {
      return List.of(new DroppedTarget(Labels.of("__address__", "b:1"), "k", 2));
    }

    @Override
    public Map<String, Integer> droppedTargetCounts() {
      return Map.of("j", 0, "k", 5);
    }

    @Override
    public List<RelabelStep> relabelSteps(String scrapePool, Labels discovered) {
      if (!scrapePool.equals("j")) {
        throw new IllegalArgumentException("scrape pool \"" + scrapePool + "\" not found");
      }
      return List.of(
          new RelabelStep(RULES.get(0), discovered.with("a", "b"), true),
          new RelabelStep(RULES.get(1), Labels.empty(), false));
    }

    @Override
    public List<JobProblem> problems() {
      return List.of(new JobProblem("k", true, "waiting for discovery plug-in foo"));
    }

    @Override
    public List<TargetMetadata> metadata() {
      Labels j = Labels.of("job", "j");
      Labels k = Labels.of("job", "k");
      return List.of(
          new TargetMetadata(j, new MetricMetadata("a_total", MetricType.COUNTER, "", "As.")),
          new TargetMetadata(k, new MetricMetadata("a_total", MetricType.COUNTER, "", "As.")),
          new TargetMetadata(k, new MetricMetadata("a_total", MetricType.GAUGE, "", "other")),
          new TargetMetadata(k, new MetricMetadata("b", MetricType.GAUGE, "", "Bs.")));
    }
  }
}
