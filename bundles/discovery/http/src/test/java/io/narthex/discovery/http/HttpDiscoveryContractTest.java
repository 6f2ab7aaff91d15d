// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.discovery.http.FakeTargetServer.Answer;
import io.narthex.httpclient.HttpClients;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.model.Labels;
import io.narthex.testkit.TargetDiscoveryContract;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class HttpDiscoveryContractTest extends TargetDiscoveryContract<HttpSdConfig> {

  private final HttpClients clients = new HttpClients();
  private FakeTargetServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new FakeTargetServer();
  }

  @AfterEach
  void close() {
    server.close();
    clients.close();
  }

  @Override
  protected TargetDiscoveryFactory<HttpSdConfig> factory() {
    return new HttpDiscoveryFactory(clients);
  }

  @Override
  protected HttpSdConfig configuration() {
    return new HttpSdConfig(server.url("/"), Duration.ofMillis(200), HttpDiscoveryTest.http(""));
  }

  @Override
  protected Set<Labels> fillSource() {
    server.answer(Answer.json("[{\"targets\": [\"a:1\"], \"labels\": {\"env\": \"prod\"}}]"));
    return Set.of(target("a:1").with("env", "prod"));
  }

  @Override
  protected Set<Labels> changeSource() {
    server.answer(Answer.json("[{\"targets\": [\"a:2\", \"a:3\"]}]"));
    return Set.of(target("a:2"), target("a:3"));
  }

  @Override
  protected void breakSource() {
    server.answer(new Answer(500, Map.of(), ""));
  }

  private Labels target(String address) {
    return Labels.of("__address__", address, "__meta_url", server.url("/").toString());
  }
}
