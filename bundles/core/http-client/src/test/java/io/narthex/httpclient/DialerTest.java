// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.httpclient.HttpFailure.Phase;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialerTest {

  private final Calls calls = new Calls();
  private TestServer server;

  @BeforeEach
  void serve() throws Exception {
    server = new TestServer();
    server.answer("/", "hello");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    calls.close();
  }

  @Test
  void connectionsAreCountedUnderTheNameOfTheirCalls() throws Exception {
    try (HttpClient client = calls.client("")) {
      for (int i = 0; i < 3; i++) {
        call(client, "a", server.url("/"));
      }
      call(client, "b", server.url("/"));

      assertThat(counted("attempted", "dialer_name", "a")).isEqualTo(1);
      assertThat(counted("established", "dialer_name", "a")).isEqualTo(1);
      assertThat(counted("established", "dialer_name", "b")).isEqualTo(1);
      assertThat(counted("closed", "dialer_name", "a")).isZero();
      server.dropConnections();
      await(() -> counted("closed", "dialer_name", "a") == 1);
    }
  }

  @Test
  void callsWithoutANameAreNotCounted() throws Exception {
    assertThat(calls.get("", server.url("/"))).isEqualTo("hello");
    assertThat(calls.clients.metrics().collect().stream())
        .allSatisfy(family -> assertThat(family.getDataPoints()).isEmpty());
  }

  @Test
  void whatCameToNoConnectionIsCountedByItsReason() throws Exception {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    gone.close();
    try (HttpClient client = calls.client("")) {
      fails(client, "http://127.0.0.1:" + gone.getLocalPort() + "/", Phase.CONNECT);
      fails(client, "http://no-such-host.invalid/", Phase.RESOLVE);
      // It is no matter of the connection that this server does not speak TLS.
      fails(client, server.url("/").toString().replace("http:", "https:"), Phase.TLS);
    }

    assertThat(counted("attempted", "dialer_name", "a")).isEqualTo(3);
    assertThat(counted("established", "dialer_name", "a")).isEqualTo(1);
    await(() -> counted("closed", "dialer_name", "a") == 1);
    assertThat(counted("failed", "dialer_name", "a", "reason", "refused")).isEqualTo(1);
    assertThat(counted("failed", "dialer_name", "a", "reason", "resolution")).isEqualTo(1);
    assertThat(counted("failed", "dialer_name", "a", "reason", "timeout")).isZero();
    assertThat(counted("failed", "dialer_name", "a", "reason", "unknown")).isZero();
  }

  private void call(HttpClient client, String name, URI url) throws Exception {
    HttpCall call = HttpCall.get(url, Map.of()).by(calls.clients.dialer(name));
    assertThat(client.send(call, Calls.PATIENCE, new BoundedBody(9)).status()).isEqualTo(200);
  }

  private void fails(HttpClient client, String url, Phase phase) throws Exception {
    try {
      call(client, "a", URI.create(url));
      throw new AssertionError(url + " was answered");
    } catch (HttpFailure e) {
      assertThat(e.phase()).isEqualTo(phase);
    }
  }

  private double counted(String what, String... labels) {
    return calls.clients.metrics().collect().stream()
        .filter(
            family -> family.getMetadata().getName().equals("net_conntrack_dialer_conn_" + what))
        .flatMap(family -> ((CounterSnapshot) family).getDataPoints().stream())
        .filter(point -> point.getLabels().equals(Labels.of(labels)))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
