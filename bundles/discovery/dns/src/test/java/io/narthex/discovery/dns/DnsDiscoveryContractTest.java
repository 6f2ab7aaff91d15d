// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.model.Labels;
import io.narthex.testkit.TargetDiscoveryContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xbill.DNS.Rcode;

class DnsDiscoveryContractTest extends TargetDiscoveryContract<DnsSdConfig> {

  private static final String NAME = "web.example.com.";

  private FakeNameServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new FakeNameServer();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Override
  protected TargetDiscoveryFactory<DnsSdConfig> factory() {
    return new DnsDiscoveryFactory(
        () -> new ResolverSettings(List.of(server.address()), List.of(), 1));
  }

  @Override
  protected DnsSdConfig configuration() {
    return new DnsSdConfig(List.of(NAME), "A", 80, Duration.ofMillis(10));
  }

  @Override
  protected Set<Labels> fillSource() throws IOException {
    server.answer(NAME, NAME + " A 192.0.2.1", NAME + " A 192.0.2.2");
    return Set.of(target("192.0.2.1:80"), target("192.0.2.2:80"));
  }

  @Override
  protected Set<Labels> changeSource() throws IOException {
    server.answer(NAME, NAME + " A 192.0.2.3");
    return Set.of(target("192.0.2.3:80"));
  }

  @Override
  protected void breakSource() {
    server.fail(NAME, Rcode.SERVFAIL);
  }

  private static Labels target(String address) {
    return Labels.of("__address__", address, "__meta_dns_name", NAME);
  }
}
