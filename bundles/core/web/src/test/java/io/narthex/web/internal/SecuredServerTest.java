// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of {@code --web.config.file}, served. */
class SecuredServerTest {

  private static final String WEB_SERVER = "(objectClass=io.narthex.web.WebServer)";
  private static final String PORT = "port";

  /** Of the password {@code wonderland}. */
  private static final String ALICE =
      "basic_auth_users: {alice: "
          + "\"$2y$04$TBVAhXXYCT8LI6MPXGoU5O1ErOsQwci93sZIJTVHr3R0vgPdE4GDC\"}\n";

  private static final String TLS =
      "tls_server_config: {cert_file: server.crt, key_file: server.key%s}\n";

  @TempDir Path cache;
  @TempDir Path folder;

  @Test
  void letsOnlyUsersIn() throws Exception {
    try (Container container =
        start(ALICE + "http_server_config: {headers: {X-Frame-Options: deny}}\n")) {
      HttpClient client = HttpClient.newHttpClient();
      String root = "http://127.0.0.1:" + port(container);
      for (String path : new String[] {"/", "/api/v1/nothing", "/-/healthy", "/nothing"}) {
        HttpResponse<String> refused = get(client, root + path, "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("Unauthorized\n");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Basic");
        assertThat(refused.headers().firstValue("X-Frame-Options")).contains("deny");
        assertThat(get(client, root + path, "alice:wonder").statusCode()).isEqualTo(401);
        assertThat(get(client, root + path, "bob:wonderland").statusCode()).isEqualTo(401);
        assertThat(get(client, root + path, "alice:wonderland").statusCode()).isEqualTo(404);
      }
      assertThat(raw(port(container), "Authorization: Basic !!!\r\n")).contains(" 401 ");
      assertThat(raw(port(container), "Authorization: Bearer x\r\n")).contains(" 401 ");

      write("web.yml", ALICE.replace("alice", "carol"));
      until(() -> get(client, root, "carol:wonderland").statusCode() == 404);
      assertThat(get(client, root, "alice:wonderland").statusCode()).isEqualTo(401);

      write("web.yml", "basic_auth_users: {carol: secret}\n");
      assertThat(get(client, root, "carol:wonderland").statusCode()).isEqualTo(404);
      assertThat(get(client, root, "carol:secret").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void speaksTlsWithTheCertificateOfNow() throws Exception {
    TestKeys first = keys("first");
    try (Container container = start(TLS.formatted("") + ALICE)) {
      String root = "https://127.0.0.1:" + port(container);
      HttpResponse<String> answer = get(client(first.client(null), ""), root, "alice:wonderland");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(get(client(first.client(null), ""), root, "").statusCode()).isEqualTo(401);
      assertThat(raw(port(container), "")).doesNotContain("HTTP/1.1 4");

      TestKeys second = keys("second");
      until(() -> speaks(second.client(null), "", root));
      assertThat(speaks(first.client(null), "", root)).isFalse();

      write("server.key", "broken");
      assertThat(speaks(second.client(null), "", root)).isTrue();
    }
  }

  @Test
  void speaksTheVersionsAndProtocolsThatAreAllowed() throws Exception {
    TestKeys keys = keys("authority");
    try (Container container =
        start(TLS.formatted(", min_version: TLS13") + "http_server_config: {http2: false}\n")) {
      String root = "https://127.0.0.1:" + port(container);
      assertThat(speaks(keys.client(null), "TLSv1.2", root)).isFalse();
      assertThat(get(client(keys.client(null), "TLSv1.3"), root, "").version())
          .isEqualTo(HttpClient.Version.HTTP_1_1);

      write(
          "web.yml",
          TLS.formatted(
                  ", max_version: TLS12, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384],"
                      + " curve_preferences: [CurveP384]")
              + "http_server_config: {http2: false}\n");
      until(() -> speaks(keys.client(null), "TLSv1.2", root));
      assertThat(speaks(keys.client(null), "TLSv1.3", root)).isFalse();
      HttpResponse<String> answer = get(client(keys.client(null), "TLSv1.2"), root, "");
      assertThat(answer.sslSession().orElseThrow().getCipherSuite())
          .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    }
  }

  @Test
  void choosesTheCipherSuiteByItsOwnOrderUnlessTheClientsCounts() throws Exception {
    String strong = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    String light = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    String suites = ", max_version: TLS12, cipher_suites: [" + strong + ", " + light + "]";
    TestKeys keys = keys("authority");
    SSLContext context = keys.client(null);
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.2"});
    parameters.setCipherSuites(new String[] {light, strong});
    try (Container container = start(TLS.formatted(suites))) {
      String root = "https://127.0.0.1:" + port(container);
      assertThat(suite(context, parameters, root)).isEqualTo(strong);

      write("web.yml", TLS.formatted(suites + ", prefer_server_cipher_suites: false"));
      until(() -> suite(keys.client(null), parameters, root).equals(light));
    }
  }

  private static String suite(SSLContext context, SSLParameters parameters, String url)
      throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(context).sslParameters(parameters).build();
    return get(client, url, "").sslSession().orElseThrow().getCipherSuite();
  }

  @Test
  void judgesTheCertificatesOfClients() throws Exception {
    TestKeys keys = keys("authority").issue("friend", "dns:friend,uri:spiffe://x/friend");
    keys.issue("other", "dns:other");
    TestKeys strangers = new TestKeys(folder, "strangers").issue("friend", "dns:friend");
    write("ca.crt", keys.certificate("authority"));
    String verified = ", client_ca_file: ca.crt, client_auth_type: RequireAndVerifyClientCert";
    try (Container container = start(TLS.formatted(verified))) {
      String root = "https://127.0.0.1:" + port(container);
      assertThat(speaks(keys.client("friend"), "", root)).isTrue();
      assertThat(speaks(keys.client("other"), "", root)).isTrue();
      assertThat(speaks(keys.client(null), "", root)).isFalse();
      assertThat(speaks(trusting(keys, strangers), "", root)).isFalse();

      write("web.yml", TLS.formatted(verified + ", client_allowed_sans: ['spiffe://x/friend']"));
      until(() -> !speaks(keys.client("other"), "", root));
      assertThat(speaks(keys.client("friend"), "", root)).isTrue();

      write(
          "web.yml",
          TLS.formatted(", client_ca_file: ca.crt, client_auth_type: VerifyClientCertIfGiven"));
      until(() -> speaks(keys.client(null), "", root));
      assertThat(speaks(keys.client("other"), "", root)).isTrue();

      write("web.yml", TLS.formatted(", client_auth_type: RequireAnyClientCert"));
      until(() -> !speaks(keys.client(null), "", root));
      assertThat(speaks(trusting(keys, strangers), "", root)).isTrue();
    }
  }

  @Test
  void limitsTheRateOfRequests() throws Exception {
    try (Container container = start("rate_limit: {burst: 2, interval: 1h}\n")) {
      HttpClient client = HttpClient.newHttpClient();
      String root = "http://127.0.0.1:" + port(container);
      assertThat(get(client, root, "").statusCode()).isEqualTo(404);
      assertThat(get(client, root, "").statusCode()).isEqualTo(404);
      HttpResponse<String> refused = get(client, root, "");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).isEqualTo("Too Many Requests\n");
    }
  }

  @Test
  void givesTheStartUpWhenTheFileIsBad() throws Exception {
    write("web.yml", "tls_server_config: {cert_file: no.crt, key_file: no.key}\n");
    try (Container container = container()) {
      assertThat(container.failure)
          .succeedsWithin(Duration.ofSeconds(20))
          .asInstanceOf(InstanceOfAssertFactories.STRING)
          .contains("web.yml: tls_server_config: cert_file: the file ")
          .contains("no.crt does not exist")
          .doesNotContain("\n");
    }
  }

  private TestKeys keys(String authority) throws Exception {
    TestKeys keys = new TestKeys(folder, authority).issue("server", "ip:127.0.0.1");
    write("server.crt", keys.certificate("server"));
    write("server.key", keys.key("server"));
    return keys;
  }

  /** Trusts one authority's server, and shows another authority's certificate. */
  private static SSLContext trusting(TestKeys server, TestKeys own) throws Exception {
    return server.client("friend", own);
  }

  private Container start(String config) throws Exception {
    write("web.yml", config);
    return container();
  }

  private Container container() throws Exception {
    return new Container(
        cache,
        Map.of(
            "narthex.web.listen-address",
            "127.0.0.1:0",
            "narthex.web.config.file",
            folder.resolve("web.yml").toString()));
  }

  private static int port(Container container) throws Exception {
    container.await(WEB_SERVER);
    return (Integer) container.property(WEB_SERVER, PORT);
  }

  private void write(String name, String text) throws IOException {
    Path whole = Files.writeString(folder.resolve(name + ".new"), text);
    Files.move(whole, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static HttpClient client(SSLContext context, String version) {
    HttpClient.Builder client = HttpClient.newBuilder().sslContext(context);
    if (!version.isEmpty()) {
      SSLParameters parameters = context.getDefaultSSLParameters();
      parameters.setProtocols(new String[] {version});
      client.sslParameters(parameters);
    }
    return client.build();
  }

  private static boolean speaks(SSLContext context, String version, String url) {
    try {
      get(client(context, version), url, "");
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> get(HttpClient client, String url, String user)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
    if (!user.isEmpty()) {
      String text = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + text);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String raw(int port, String headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      String request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void until(Condition condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("a deadline of 20 s").isLessThan(deadline);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }
}
