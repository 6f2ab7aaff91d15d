// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import static io.narthex.web.api.internal.TestServer.encode;
import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.web.api.internal.FakeStorage;
import io.narthex.web.api.internal.FakeText;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeriesEndpointsTest {

  private final FakeStorage storage = new FakeStorage();
  private final ServerParts parts = new ServerParts();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    parts.setStorage(storage);
    parts.setText(new FakeText());
    server =
        new TestServer(
            Map.of(
                "/api/v1/labels", new LabelsServlet(parts),
                "/api/v1/label/*", new LabelValuesServlet(parts),
                "/api/v1/series", new SeriesServlet(parts)));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void listsLabelNames() {
    assertThat(server.get("/api/v1/labels?start=1&end=2.5&match[]=" + encode("up{job=\"a\"}")))
        .isEqualTo("{\"status\":\"success\",\"data\":[\"__name__\",\"instance\",\"job\"]}");
    assertThat(storage.asked).containsExactly("names [[job=\"a\", __name__=\"up\"]] 1000 2500 0");
  }

  @Test
  void saysWhenALimitCuts() {
    assertThat(server.get("/api/v1/labels?limit=2"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[\"__name__\",\"instance\"],"
                + "\"warnings\":[\"results truncated due to limit\"]}");
    assertThat(storage.asked.getFirst()).endsWith(" 3");
    assertThat(server.get("/api/v1/labels?limit=x"))
        .contains(
            "invalid parameter \\\"limit\\\": strconv.Atoi: parsing \\\"x\\\": invalid syntax");
    assertThat(server.get("/api/v1/labels?limit=-1")).contains("limit must be non-negative");
  }

  @Test
  void listsLabelValuesOfEscapedNames() {
    assertThat(server.get("/api/v1/label/U__http_2e_status/values"))
        .isEqualTo("{\"status\":\"success\",\"data\":[\"a\",\"b\"]}");
    assertThat(storage.asked).containsExactly("values http.status [] 0");
    assertThat(server.status("/api/v1/label/job")).isEqualTo(404);
  }

  @Test
  void listsSeriesSortedAndTakesForms() {
    HttpResponse<String> answer =
        server.send("POST", "/api/v1/series", "match[]=" + encode("{__name__=~\"u.+\"}"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"a\"},"
                + "{\"__name__\":\"up\",\"job\":\"b\"}]}");
  }

  @Test
  void refusesSelectorsThatAreMissingWrongOrMatchEverything() {
    assertThat(server.get("/api/v1/series")).contains("no match[] parameter provided");
    assertThat(server.get("/api/v1/series?match[]=" + encode("{job=~\".*\"}")))
        .contains("match[] must contain at least one non-empty matcher");
    assertThat(server.get("/api/v1/series?match[]=" + encode("up{job=}")))
        .contains("invalid parameter \\\"match[]\\\": 1:8: parse error: unexpected");
    assertThat(server.get("/api/v1/series?start=soon&match[]=up"))
        .contains(
            "invalid parameter \\\"start\\\": invalid time value for 'start': cannot parse"
                + " \\\"soon\\\" to a valid timestamp");
    assertThat(storage.asked).isEmpty();
  }

  @Test
  void answers503WithoutStorage() {
    parts.unsetStorage(storage);

    assertThat(server.status("/api/v1/labels")).isEqualTo(503);
    assertThat(server.get("/api/v1/labels"))
        .contains("\"errorType\":\"unavailable\"")
        .contains("the storage engine is not there yet");
  }
}
