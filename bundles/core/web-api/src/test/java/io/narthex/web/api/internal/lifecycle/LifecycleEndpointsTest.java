// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.process.ServerProcess;
import io.narthex.web.api.internal.FakeConfiguration;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifecycleEndpointsTest {

  private final FakeConfiguration configuration = new FakeConfiguration("global: {}\n");
  private final ServerParts parts = new ServerParts();
  private final FakeProcess process = new FakeProcess();

  @Test
  void refusesWithoutTheFlag() throws Exception {
    try (TestServer server = server(false)) {
      HttpResponse<String> answer = server.send("POST", "/-/reload", "");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).isEqualTo("Lifecycle API is not enabled.");
      assertThat(server.send("PUT", "/-/quit", "").statusCode()).isEqualTo(403);
      assertThat(server.get("/-/reload")).isEqualTo("Only POST or PUT requests allowed");
      assertThat(server.status("/-/quit")).isEqualTo(405);
      assertThat(process.ended.getCount()).isEqualTo(1);
    }
  }

  @Test
  void reloadsAndTellsFailures() throws Exception {
    parts.setConfiguration(configuration);
    try (TestServer server = server(true)) {
      assertThat(server.send("POST", "/-/reload", "").statusCode()).isEqualTo(200);
      configuration.fail("broken");
      HttpResponse<String> answer = server.send("PUT", "/-/reload", "");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .isEqualTo("failed to reload config: prometheus.yml:3:1: unknown key\n");
    }
  }

  @Test
  void quitsAndIsHealthy() throws Exception {
    try (TestServer server = server(true)) {
      assertThat(server.get("/-/healthy")).isEqualTo("Narthex is Healthy.\n");
      assertThat(server.send("HEAD", "/-/healthy", "").statusCode()).isEqualTo(200);
      assertThat(server.send("POST", "/-/quit", "").body())
          .isEqualTo("Requesting termination... Goodbye!");
      // The process ends behind the answer.
      assertThat(process.ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private TestServer server(boolean enabled) throws Exception {
    return new TestServer(
        Map.of(
            "/-/reload", new ReloadServlet(enabled, parts),
            "/-/quit", new QuitServlet(enabled, process),
            "/-/healthy", new HealthyServlet()));
  }

  private static final class FakeProcess implements ServerProcess {

    final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void fail(String reason) {}

    @Override
    public void misconfigured(String reason) {}

    @Override
    public void ready() {}

    @Override
    public void shutdown() {
      ended.countDown();
    }
  }
}
