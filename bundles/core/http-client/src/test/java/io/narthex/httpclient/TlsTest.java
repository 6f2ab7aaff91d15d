// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.narthex.httpclient.HttpFailure.Phase;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsTest {

  private static final String LOCAL = "dns:localhost,ip:127.0.0.1";

  @TempDir static Path folder;

  private static TestAuthority authority;
  private static TestAuthority.Issued local;
  private static TestAuthority.Issued elsewhere;
  private static TestAuthority.Issued expired;
  private static TestAuthority.Issued early;
  private static TestAuthority.Issued client;
  private static Path ca;

  @TempDir Path own;
  private final Calls calls = new Calls();
  private TestServer server;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(folder, "authority");
    local = authority.issue("local", LOCAL, "EC");
    elsewhere = authority.issue("elsewhere", "dns:other.example", "RSA");
    expired = authority.issueExpired("expired", LOCAL);
    early = authority.issueForLater("early", LOCAL);
    client = authority.issue("client", "dns:client", "RSA");
    ca = Files.writeString(folder.resolve("ca.pem"), authority.pem());
  }

  @AfterAll
  static void forget() {
    local = null;
  }

  @BeforeEach
  void serve() throws Exception {
    server = new TestServer(local, null);
    server.answer("/", "hello");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    calls.close();
  }

  @Test
  void trustsTheGivenAuthorityOnly() throws Exception {
    assertThat(calls.get("tls_config: {ca_file: " + ca + "}", server.url("/"))).isEqualTo("hello");
    String inline = Base64.getEncoder().encodeToString(new byte[0]) + authority.pem();
    assertThat(
            calls.get("tls_config: {ca: \"" + inline.replace("\n", "\\n") + "\"}", server.url("/")))
        .isEqualTo("hello");

    HttpFailure failure = calls.failure("", server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.TLS);
    assertThat(failure)
        .hasMessage(
            "the server's certificate is signed by an unknown authority; give the authority's"
                + " certificate in tls_config.ca_file");
    assertThat(calls.get("tls_config: {insecure_skip_verify: true}", server.url("/")))
        .isEqualTo("hello");
  }

  @Test
  void refusesACertificateForAnotherName() throws Exception {
    server.show(elsewhere);
    HttpFailure failure = calls.failure("tls_config: {ca_file: " + ca + "}", server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.TLS);
    assertThat(failure)
        .hasMessageStartingWith("the server's certificate is not for 127.0.0.1 (")
        .hasMessageEndingWith("; correct the address or set tls_config.server_name");
    assertThat(calls.get("tls_config: {insecure_skip_verify: true}", server.url("/")))
        .isEqualTo("hello");
  }

  @Test
  void theServerNameStandsInForTheHost() throws Exception {
    server.show(elsewhere);
    String named = "tls_config: {server_name: other.example, ca_file: " + ca + "}";
    assertThat(calls.get(named, server.url("/"))).isEqualTo("hello");

    // As in Go, the host's own name does not count then.
    server.show(local);
    assertThat(calls.failure(named, server.url("localhost", "/")))
        .hasMessageStartingWith("the server's certificate is not for other.example (");
  }

  @Test
  void saysThatACertificateExpiredOrIsEarly() throws Exception {
    server.show(expired);
    HttpFailure failure = calls.failure("tls_config: {ca_file: " + ca + "}", server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.TLS);
    assertThat(failure)
        .hasMessageStartingWith("the server's certificate, or one that signed it, expired (")
        .hasMessageEndingWith("; renew it");

    server.show(early);
    assertThat(calls.failure("tls_config: {ca_file: " + ca + "}", server.url("/")))
        .hasMessageStartingWith("the server's certificate is not valid yet (");
  }

  @Test
  void showsItsOwnCertificate() throws Exception {
    server.close();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "ca", TestAuthority.load(folder.resolve("authority.p12")).getCertificate("ca"));
    server = new TestServer(local, trusted);
    server.answer("/", "hello");
    Path cert = Files.writeString(own.resolve("cert.pem"), client.certificate());
    Path key = Files.writeString(own.resolve("key.pem"), client.key());
    String with = "tls_config: {ca_file: %s, cert_file: %s, key_file: %s}".formatted(ca, cert, key);

    assertThat(calls.get(with, server.url("/"))).isEqualTo("hello");
    HttpFailure failure = calls.failure("tls_config: {ca_file: " + ca + "}", server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.TLS);
    assertThat(failure).hasMessageEndingWith("give tls_config.cert_file and key_file");

    // The older form of RSA keys, as openssl genrsa -traditional writes it.
    byte[] pkcs8 = der(client.key());
    Files.writeString(
        key, TestAuthority.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length)));
    assertThat(calls.get(with, server.url("/"))).isEqualTo("hello");

    Files.writeString(key, local.key());
    assertThat(calls.failure(with, server.url("/")))
        .hasMessage(
            "tls_config: the key in the file "
                + key
                + " does not belong to the certificate in the file "
                + cert
                + "; give the two that were made together");
    Files.writeString(key, client.certificate());
    assertThat(calls.failure(with, server.url("/")))
        .hasMessage(
            "tls_config.key: the file "
                + key
                + " cannot be used: it holds no PEM block \"PRIVATE KEY\"; check that it is the"
                + " key and not the certificate");
    Files.delete(key);
    assertThat(calls.failure(with, server.url("/")))
        .hasMessage(
            "tls_config.key_file: the file "
                + key
                + " does not exist; create it or correct the path");
  }

  @Test
  void readsKeysOfEllipticCurvesInTheirOlderForm() throws Exception {
    Path cert = Files.writeString(own.resolve("cert.pem"), local.certificate());
    Path key = Files.writeString(own.resolve("key.pem"), sec1(local.key()));

    assertThat(
            calls.get(
                "tls_config: {ca_file: %s, cert_file: %s, key_file: %s}".formatted(ca, cert, key),
                server.url("/")))
        .isEqualTo("hello");
  }

  @Test
  void noticesUnderALiveClientThatTheAuthorityChanged() throws Exception {
    Path changing = Files.writeString(own.resolve("ca.pem"), "nothing");
    try (HttpClient client = calls.client("tls_config: {ca_file: " + changing + "}")) {
      HttpFailure failure = Calls.failure(client, server.url("/"), Calls.PATIENCE);
      assertThat(failure.phase()).isEqualTo(Phase.SETTINGS);
      assertThat(failure)
          .hasMessage(
              "tls_config.ca: the file "
                  + changing
                  + " cannot be used: it holds no PEM block \"CERTIFICATE\"; check what is in it");

      Files.writeString(changing, authority.pem());
      assertThat(Calls.get(client, server.url("/"))).isEqualTo("hello");

      TestAuthority other = new TestAuthority(own, "other");
      server.show(other.issue("renewed", LOCAL, "EC"));
      Files.writeString(changing, other.pem());
      assertThat(Calls.get(client, server.url("/"))).isEqualTo("hello");

      Files.writeString(changing, authority.pem());
      assertThat(Calls.failure(client, server.url("/"), Calls.PATIENCE).phase())
          .isEqualTo(Phase.TLS);
    }
  }

  @Test
  void keepsToTheVersions() throws Exception {
    server.versions("TLSv1.2");
    assertThat(calls.get("tls_config: {ca_file: " + ca + "}", server.url("/"))).isEqualTo("hello");
    HttpFailure failure =
        calls.failure("tls_config: {min_version: TLS13, ca_file: " + ca + "}", server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.TLS);
    assertThat(failure)
        .hasMessageStartingWith("the two sides have no version of TLS in common (")
        .hasMessageEndingWith("; see min_version and max_version of tls_config");

    server.versions("TLSv1.3");
    assertThat(
            calls
                .failure("tls_config: {max_version: TLS12, ca_file: " + ca + "}", server.url("/"))
                .phase())
        .isEqualTo(Phase.TLS);
    assertThat(
            calls.failure("tls_config: {min_version: TLS10, max_version: TLS11}", server.url("/")))
        .hasMessageStartingWith("tls_config: versions before TLS 1.2 are switched off");
  }

  @Test
  void speaksHttp2UnlessToldNotTo() throws Exception {
    String tls = "tls_config: {ca_file: " + ca + "}";
    calls.get(tls, server.url("/"));
    assertThat(server.last().version()).isEqualTo("HTTP/2.0");

    calls.get(tls + "\nenable_http2: false", server.url("/"));
    assertThat(server.last().version()).isEqualTo("HTTP/1.1");
  }

  @Test
  void speaksHttp1WithServersThatNegotiateNothing() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(local.store(), TestAuthority.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer old =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    old.setHttpsConfigurator(new HttpsConfigurator(context));
    old.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(new byte[] {'o', 'l', 'd'});
          }
        });
    old.start();
    try {
      URI url = URI.create("https://127.0.0.1:" + old.getAddress().getPort() + "/");
      assertThat(calls.get("tls_config: {ca_file: " + ca + "}", url)).isEqualTo("old");
    } finally {
      old.stop(0);
    }
  }

  @Test
  void saysThatTheOtherSideDoesNotSpeakTls() throws Exception {
    try (TestServer plain = new TestServer()) {
      URI url = URI.create(plain.url("/").toString().replace("http:", "https:"));
      HttpFailure failure = calls.failure("", url);
      assertThat(failure.phase()).isEqualTo(Phase.TLS);
      assertThat(failure)
          .hasMessage("the server does not speak TLS; perhaps the scheme must be http");
    }
    URI url = URI.create(server.url("/").toString().replace("https:", "http:"));
    HttpFailure failure = calls.failure("", url);
    assertThat(failure.phase()).isEqualTo(Phase.HEAD);
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  /** Turns PKCS#8 into SEC 1 with the curve's name, as openssl ecparam -genkey writes it. */
  private static String sec1(String pem) {
    byte[] pkcs8 = der(pem);
    int oid = 0;
    while (pkcs8[oid] != 6 || pkcs8[oid + 1] == 7) {
      oid++;
    }
    byte[] curve = Arrays.copyOfRange(pkcs8, oid, oid + 2 + pkcs8[oid + 1]);
    int octets = oid + curve.length;
    int inner = octets + ((pkcs8[octets + 1] & 0x80) == 0 ? 2 : 2 + (pkcs8[octets + 1] & 0x7f));
    int content = inner + ((pkcs8[inner + 1] & 0x80) == 0 ? 2 : 2 + (pkcs8[inner + 1] & 0x7f));
    int secret = content + 3 + 2 + pkcs8[content + 4];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(pkcs8, content, secret - content);
    out.write(0xa0);
    out.write(curve.length);
    out.writeBytes(curve);
    byte[] body = out.toByteArray();
    ByteArrayOutputStream sequence = new ByteArrayOutputStream();
    sequence.write(0x30);
    sequence.write(body.length);
    sequence.writeBytes(body);
    return TestAuthority.pem("EC PRIVATE KEY", sequence.toByteArray());
  }
}
