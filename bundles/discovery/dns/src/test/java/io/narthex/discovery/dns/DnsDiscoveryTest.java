// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

class DnsDiscoveryTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final DnsSdMetrics metrics = new DnsSdMetrics();
  private final RecordingSink sink = new RecordingSink();
  private FakeNameServer server;
  private @Nullable Thread thread;
  private volatile @Nullable Throwable end;

  @BeforeEach
  void serve() throws IOException {
    server = new FakeNameServer();
  }

  @AfterEach
  void stop() throws Exception {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join(Duration.ofSeconds(10));
      assertThat(running.isAlive()).as("ends when interrupted").isFalse();
      assertThat(end).isInstanceOf(InterruptedException.class);
    }
    server.close();
  }

  @Test
  void aServiceRecordIsATargetWithItsOwnPort() throws Exception {
    server.answer(
        "_web._tcp.example.com.",
        "_web._tcp.example.com. SRV 10 60 9090 a.example.com.",
        "_web._tcp.example.com. SRV 10 60 9091 B.example.com.");
    start(config("_web._tcp.example.com.", null, 0));

    assertThat(sink.next())
        .isEqualTo(
            List.of(
                group(
                    "_web._tcp.example.com.",
                    Labels.of(
                        "__address__", "a.example.com:9090",
                        "__meta_dns_name", "_web._tcp.example.com.",
                        "__meta_dns_srv_record_target", "a.example.com.",
                        "__meta_dns_srv_record_port", "9090"),
                    Labels.of(
                        "__address__", "B.example.com:9091",
                        "__meta_dns_name", "_web._tcp.example.com.",
                        "__meta_dns_srv_record_target", "B.example.com.",
                        "__meta_dns_srv_record_port", "9091"))));
    assertThat(server.queries()).containsExactly("udp _web._tcp.example.com. SRV 4096");
  }

  @Test
  void addressesBehindAnAliasAreTargetsAndTheAliasIsNot() throws Exception {
    server.answer(
        "web.example.com.",
        "web.example.com. CNAME real.example.com.",
        "real.example.com. A 192.0.2.2");
    start(config("web.example.com", "A", 80));

    assertThat(sink.next())
        .isEqualTo(
            List.of(
                group(
                    "web.example.com",
                    Labels.of(
                        "__address__", "192.0.2.2:80", "__meta_dns_name", "web.example.com"))));
  }

  @Test
  void longAddressesAreShortenedAndGetBrackets() throws Exception {
    server.answer("web.example.com.", "web.example.com. AAAA 2001:db8:0:0:1:0:0:1");
    start(config("web.example.com", "aaaa", 80));

    assertThat(sink.next())
        .isEqualTo(
            List.of(
                group(
                    "web.example.com",
                    Labels.of(
                        "__address__",
                        "[2001:db8::1:0:0:1]:80",
                        "__meta_dns_name",
                        "web.example.com"))));
  }

  @Test
  void mailAndNameServersAreTargets() throws Exception {
    server.answer("example.com.", "example.com. MX 10 mail.example.com.");
    server.answer("example.org.", "example.org. NS ns1.example.org.");
    start(config("example.com", "MX", 25));
    assertThat(sink.next())
        .isEqualTo(
            List.of(
                group(
                    "example.com",
                    Labels.of(
                        "__address__", "mail.example.com:25",
                        "__meta_dns_name", "example.com",
                        "__meta_dns_mx_record_target", "mail.example.com."))));
    stop();

    serve();
    server.answer("example.org.", "example.org. NS ns1.example.org.");
    start(config("example.org", "NS", 53));
    assertThat(sink.next())
        .isEqualTo(
            List.of(
                group(
                    "example.org",
                    Labels.of(
                        "__address__", "ns1.example.org:53",
                        "__meta_dns_name", "example.org",
                        "__meta_dns_ns_record_target", "ns1.example.org."))));
  }

  @Test
  void theRootAsATargetSaysThatThereIsNone() throws Exception {
    server.answer("_web._tcp.example.com.", "_web._tcp.example.com. SRV 0 0 0 .");
    start(config("_web._tcp.example.com", "SRV", 0));

    assertThat(sink.next()).isEqualTo(List.of(group("_web._tcp.example.com")));
  }

  @Test
  void anAnswerThatIsCutOffIsFetchedByTcp() throws Exception {
    server.truncating(true);
    server.answer("web.example.com.", "web.example.com. A 192.0.2.2");
    start(config("web.example.com.", "A", 80));

    assertThat(addresses(sink.next())).containsExactly("192.0.2.2:80");
    assertThat(server.queries().getLast()).startsWith("tcp web.example.com. A");
  }

  @Test
  void aNameThatIsGoneLosesItsTargets() throws Exception {
    server.answer("web.example.com.", "web.example.com. A 192.0.2.2");
    start(new DnsSdConfig(List.of("web.example.com."), "A", 80, Duration.ofMillis(20)));
    assertThat(addresses(sink.next())).containsExactly("192.0.2.2:80");

    server.fail("web.example.com.", Rcode.NXDOMAIN);

    Object state = sink.next();
    while (!addresses(state).isEmpty()) {
      state = sink.next();
    }
    assertThat(state).isEqualTo(List.of(group("web.example.com.")));
  }

  @Test
  void aFailureKeepsTheTargetsOfThatNameOnly() throws Exception {
    server.answer("a.example.com.", "a.example.com. A 192.0.2.1");
    server.answer("b.example.com.", "b.example.com. A 192.0.2.2");
    start(
        new DnsSdConfig(
            List.of("a.example.com.", "b.example.com."), "A", 80, Duration.ofMillis(20)));
    assertThat(addresses(sink.next())).containsExactly("192.0.2.1:80", "192.0.2.2:80");

    server.answer("b.example.com.", "b.example.com. A 192.0.2.3");
    server.fail("a.example.com.", Rcode.SERVFAIL);

    Object call = sink.next();
    Object before = call;
    while (!(call instanceof String)) {
      before = call;
      call = sink.next();
    }
    assertThat(call)
        .isEqualTo(
            "could not resolve \"a.example.com.\": 127.0.0.1:"
                + server.address().getPort()
                + " answers SERVFAIL for a.example.com.");
    assertThat(sink.took).isPositive();
    assertThat(
            metrics.collect().stream()
                .map(metric -> (CounterSnapshot) metric)
                .map(counter -> counter.getDataPoints().getFirst().getValue()))
        .as("look-ups and failures")
        .allMatch(count -> count > 0);
    assertThat(addresses(before)).contains("192.0.2.1:80");
    while (!addresses(call).equals(List.of("192.0.2.1:80", "192.0.2.3:80"))) {
      call = sink.next();
    }
  }

  @Test
  void nothingIsToldButTheFailureWhenAllNamesFail() throws Exception {
    server.fail("a.example.com.", Rcode.REFUSED);
    start(config("a.example.com.", "A", 80));

    assertThat(sink.next()).asString().contains("answers REFUSED");
  }

  @Test
  void theNextServerIsAskedWhenTheFirstIsSilent() throws Exception {
    try (FakeNameServer second = new FakeNameServer()) {
      server.silent(true);
      second.answer("web.example.com.", "web.example.com. A 192.0.2.2");
      start(
          config("web.example.com.", "A", 80),
          settings(List.of(), server.address(), second.address()));

      assertThat(addresses(sink.next())).containsExactly("192.0.2.2:80");
      assertThat(server.queries()).hasSize(1);
    }
  }

  @Test
  void endsWhileItWaitsForAnAnswer() throws Exception {
    server.silent(true);
    start(config("web.example.com.", "A", 80));
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (server.queries().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aSearchDomainThatFailsLeavesTheAnswerOpen() throws Exception {
    server.fail("web.one.example.", Rcode.SERVFAIL);
    start(
        config("web", "A", 80),
        settings(
            List.of(Name.fromString("one.example."), Name.fromString("two.example.")),
            server.address()));

    assertThat(sink.next()).asString().startsWith("could not resolve \"web\": ");
    assertThat(server.queries())
        .containsExactly(
            "udp web.one.example. A 4096", "udp web.two.example. A 4096", "udp web. A 4096");
  }

  @Test
  void aLaterSearchDomainAnswersThoughAnEarlierFails() throws Exception {
    server.fail("web.one.example.", Rcode.SERVFAIL);
    server.answer("web.two.example.", "web.two.example. A 192.0.2.2");
    start(
        config("web", "A", 80),
        settings(
            List.of(Name.fromString("one.example."), Name.fromString("two.example.")),
            server.address()));

    assertThat(addresses(sink.next())).containsExactly("192.0.2.2:80");
  }

  private static DnsSdConfig config(String name, @Nullable String type, int port) {
    return new DnsSdConfig(List.of(name), type, port, NEVER);
  }

  private static ResolverSettings settings(List<Name> search, InetSocketAddress... servers) {
    return new ResolverSettings(List.of(servers), search, 1);
  }

  private void start(DnsSdConfig config) {
    start(config, settings(List.of(), server.address()));
  }

  private void start(DnsSdConfig config, ResolverSettings settings) {
    DnsDiscovery discovery = new DnsDiscovery(config, () -> settings, metrics);
    end = null;
    thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    discovery.run(sink);
                  } catch (Exception e) {
                    end = e;
                  }
                });
  }

  private static TargetGroup group(String source, Labels... targets) {
    return new TargetGroup(source, List.of(targets), Labels.empty());
  }

  /** The addresses of a state; a failure has none. */
  private static List<String> addresses(Object call) {
    return call instanceof List<?> groups
        ? groups.stream()
            .flatMap(group -> ((TargetGroup) group).targets().stream())
            .map(target -> target.get("__address__"))
            .toList()
        : List.of();
  }
}
