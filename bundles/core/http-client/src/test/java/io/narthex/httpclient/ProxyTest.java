// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.httpclient.HttpFailure.Phase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProxyTest {

  @TempDir static Path folder;

  private static TestServer server;
  private static TestServer secure;
  private static String tls;

  private final Calls calls = new Calls();
  private TestProxy proxy;
  private TestProxy secureProxy;

  @BeforeAll
  static void serve() throws Exception {
    TestAuthority authority = new TestAuthority(folder, "authority");
    server = new TestServer();
    server.answer("/", "plain");
    secure = new TestServer(authority.issue("far", "dns:far.example", "EC"), null);
    secure.answer("/", "secure");
    tls =
        "tls_config: {ca_file: %s}\n"
            .formatted(Files.writeString(folder.resolve("ca.pem"), authority.pem()));
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
    secure.close();
  }

  @BeforeEach
  void start() throws Exception {
    proxy = new TestProxy(server.port());
    secureProxy = new TestProxy(secure.port());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    secureProxy.close();
    calls.close();
  }

  @Test
  void plainCallsGoByTheirWholeUrl() throws Exception {
    String yaml = "proxy_url: http://me:pw@127.0.0.1:" + proxy.port();
    assertThat(calls.get(yaml, URI.create("http://far.example/"))).isEqualTo("plain");
    assertThat(proxy.asked.getFirst())
        .startsWith("GET http://far.example/ HTTP/1.1\r\n")
        .contains("Proxy-Authorization: Basic bWU6cHc=");
  }

  @Test
  void secureCallsGoThroughATunnelWithTheGivenHeaders() throws Exception {
    String yaml =
        tls
            + "proxy_url: http://me:pw@127.0.0.1:"
            + secureProxy.port()
            + "\nproxy_connect_header: {X-Tenant: [a, b]}\nhttp_headers: {X-Far: {values: [c]}}";
    assertThat(calls.get(yaml, URI.create("https://far.example/"))).isEqualTo("secure");
    assertThat(secureProxy.asked).hasSize(1);
    assertThat(secureProxy.asked.getFirst())
        .startsWith("CONNECT far.example:443 HTTP/1.1\r\n")
        .contains("Proxy-Authorization: Basic bWU6cHc=")
        .contains("X-Tenant: a\r\n")
        .contains("X-Tenant: b\r\n")
        .doesNotContain("X-Far");
    assertThat(secure.last().header("X-Far")).isEqualTo("c");
    assertThat(secure.last().header("X-Tenant")).isNull();
    assertThat(secure.last().header("Proxy-Authorization")).isNull();
    assertThat(secure.last().version()).isEqualTo("HTTP/2.0");
  }

  @Test
  void socksWorksWithAndWithoutAUser() throws Exception {
    assertThat(
            calls.get(
                "proxy_url: socks5://127.0.0.1:" + proxy.port(),
                URI.create("http://far.example:81/")))
        .isEqualTo("plain");
    assertThat(proxy.asked.getLast()).isEqualTo("SOCKS far.example:81 ");
    assertThat(
            calls.get(
                tls + "proxy_url: socks5://me:pw@127.0.0.1:" + secureProxy.port(),
                URI.create("https://far.example/")))
        .isEqualTo("secure");
    assertThat(secureProxy.asked.getLast()).isEqualTo("SOCKS far.example:443 me:pw");
  }

  @Test
  void aProxyThatRefusesSaysSo() {
    secureProxy.refuse("HTTP/1.1 407 Proxy Authentication Required");
    String yaml = tls + "proxy_url: http://127.0.0.1:" + secureProxy.port();
    HttpFailure failure = calls.failure(yaml, URI.create("https://far.example/"));
    assertThat(failure.phase()).isEqualTo(Phase.PROXY);
    assertThat(failure)
        .hasMessage(
            "the proxy http://127.0.0.1:%d refused to connect to far.example with HTTP status 407"
                    .formatted(secureProxy.port())
                + " Proxy Authentication Required; give user and password in proxy_url, or what it"
                + " asks for in proxy_connect_header");

    secureProxy.refuse("HTTP/1.1 403 Forbidden");
    assertThat(calls.failure(yaml, URI.create("https://far.example/")))
        .hasMessageEndingWith("with HTTP status 403 Forbidden; check its rules");
  }

  @Test
  void aProxyThatIsNotThereIsNamed() throws Exception {
    proxy.close();
    HttpFailure failure =
        calls.failure(
            "proxy_url: http://me:pw@127.0.0.1:" + proxy.port(), URI.create("http://far.example/"));
    assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
    assertThat(failure)
        .hasMessageStartingWith(
            "the proxy http://127.0.0.1:" + proxy.port() + ": connection refused")
        .hasMessageNotContaining("pw");
    failure =
        calls.failure("proxy_url: http://no-such-host.invalid", URI.create("http://far.example/"));
    assertThat(failure.phase()).isEqualTo(Phase.RESOLVE);
    failure = calls.failure("proxy_url: ftp://h", URI.create("http://far.example/"));
    assertThat(failure.phase()).isEqualTo(Phase.SETTINGS);
    assertThat(failure)
        .hasMessage("proxy_url: a proxy's scheme is http, https or socks5, not \"ftp\"");
    failure = calls.failure("proxy_url: http://h:65536", URI.create("http://far.example/"));
    assertThat(failure.phase()).isEqualTo(Phase.SETTINGS);
    assertThat(failure).hasMessage("proxy_url: a proxy's port is below 65536, not 65536");
  }

  @Test
  void exceptionsAreCalledDirectly() throws Exception {
    String yaml = "proxy_url: http://127.0.0.1:" + proxy.port();
    calls.get(yaml, server.url("/"));
    assertThat(proxy.asked).as("only exceptions spare this machine").hasSize(1);
    calls.get(yaml + "\nno_proxy: other.example", server.url("/"));
    assertThat(proxy.asked).hasSize(1);
  }

  @Test
  void theEnvironmentCountsWhenItIsAskedFor() throws Exception {
    Map<String, String> environment =
        Map.of(
            "http_proxy", "127.0.0.1:" + proxy.port(),
            "HTTPS_PROXY", "http://127.0.0.1:" + secureProxy.port(),
            "NO_PROXY", "direct.invalid");
    try (Calls withEnvironment = new Calls(environment)) {
      String yaml = tls + "proxy_from_environment: true";
      assertThat(withEnvironment.get(yaml, URI.create("http://far.example/"))).isEqualTo("plain");
      assertThat(withEnvironment.get(yaml, URI.create("https://far.example/"))).isEqualTo("secure");
      assertThat(withEnvironment.failure(yaml, URI.create("http://direct.invalid/")).phase())
          .isEqualTo(Phase.RESOLVE);
      assertThat(withEnvironment.get("", server.url("/"))).isEqualTo("plain");
      assertThat(proxy.asked).hasSize(1);
    }
    try (Calls broken = new Calls(Map.of("HTTP_PROXY", "http://u:secret@ x"))) {
      assertThat(broken.failure("proxy_from_environment: true", URI.create("http://a.example/")))
          .hasMessageStartingWith("proxy_from_environment: the variable HTTP_PROXY cannot be used")
          .hasMessageNotContaining("secret");
    }
  }
}
