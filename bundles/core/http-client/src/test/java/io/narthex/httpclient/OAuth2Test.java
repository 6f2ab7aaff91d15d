// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.narthex.httpclient.HttpFailure.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OAuth2Test {

  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  @TempDir Path folder;
  private final Calls calls = new Calls();
  private TestServer server;
  private TestServer tokens;

  @BeforeEach
  void serve() throws Exception {
    server = new TestServer();
    server.answer("/", "hello");
    tokens = new TestServer();
    token("{\"access_token\": \"abc\", \"token_type\": \"bearer\", \"expires_in\": 3600}");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    tokens.close();
    calls.close();
  }

  private void token(String json) {
    tokens.answer("/token", 200, JSON, json);
  }

  private String yaml(String more) {
    return "oauth2: {client_id: me, token_url: '" + tokens.url("/token") + "', " + more + "}";
  }

  @Test
  void getsATokenOnceByClientCredentials() throws Exception {
    String yaml = yaml("client_secret: 's&1', scopes: [a, b], endpoint_params: {audience: x}");
    try (HttpClient client = calls.client(yaml)) {
      Calls.get(client, server.url("/"));
      Calls.get(client, server.url("/"));
    }
    assertThat(server.last().header("Authorization")).isEqualTo("Bearer abc");
    assertThat(tokens.asked).hasSize(1);
    assertThat(tokens.last().method()).isEqualTo("POST");
    assertThat(tokens.last().body())
        .isEqualTo("grant_type=client_credentials&scope=a+b&audience=x");
    assertThat(tokens.last().header("Authorization"))
        .isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:s%261".getBytes()));
  }

  @Test
  void putsTheSecretInTheFormWhereTheServerWantsItThere() throws Exception {
    try (FormOnly formOnly = new FormOnly()) {
      String yaml =
          "oauth2: {client_id: me, client_secret: s, token_url: '" + formOnly.url() + "'}";
      calls.get(yaml, server.url("/"));
      assertThat(server.last().header("Authorization")).isEqualTo("Bearer by-form");
    }
  }

  @Test
  void asksAgainShortlyBeforeTheTokenEndsAndWhenTheSecretChanged() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "one");
    try (HttpClient client = calls.client(yaml("client_secret_file: " + secret))) {
      token("{\"access_token\": \"short\", \"expires_in\": 5}");
      Calls.get(client, server.url("/"));
      token("{\"access_token\": \"long\"}");
      Calls.get(client, server.url("/"));
      assertThat(server.last().header("Authorization")).isEqualTo("Bearer long");
      Calls.get(client, server.url("/"));
      assertThat(tokens.asked).hasSize(2);

      Files.writeString(secret, "two");
      token("{\"access_token\": \"other\"}");
      Calls.get(client, server.url("/"));
      assertThat(server.last().header("Authorization")).isEqualTo("Bearer other");
    }
  }

  @Test
  void signsAnAssertion() throws Exception {
    TestAuthority authority = new TestAuthority(folder, "authority");
    TestAuthority.Issued issued = authority.issue("signer", "dns:x", "RSA");
    Path key = Files.writeString(folder.resolve("key.pem"), issued.key());
    String more =
        "grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', signature_algorithm: RS384,"
            + " client_certificate_key_id: k1, claims: {tenant: t}, scopes: [a],"
            + " client_certificate_key_file: ";
    calls.get(yaml(more + key), server.url("/"));

    assertThat(server.last().header("Authorization")).isEqualTo("Bearer abc");
    String body = tokens.last().body();
    assertThat(body)
        .startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=")
        .endsWith("&scope=a");
    String[] parts = body.replaceAll(".*assertion=|&.*", "").split("\\.");
    assertThat(text(parts[0])).isEqualTo("{\"alg\":\"RS384\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
    assertThat(text(parts[1]))
        .startsWith("{\"iss\":\"me\",\"sub\":\"me\",\"jti\":\"")
        .contains("\"aud\":\"" + tokens.url("/token") + "\"")
        .endsWith("\"scope\":\"a\",\"tenant\":\"t\"}");
    Signature signature = Signature.getInstance("SHA384withRSA");
    signature.initVerify(issued.store().getCertificate("own"));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();

    Files.writeString(key, "nothing");
    HttpFailure failure = calls.failure(yaml(more + key), server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.SETTINGS);
    assertThat(failure)
        .hasMessageStartingWith(
            "oauth2.client_certificate_key: the file " + key + " cannot be used: ");
  }

  @Test
  void saysWhyThereIsNoToken() throws Exception {
    tokens.answer(
        "/token",
        401,
        JSON,
        "{\"error\": \"invalid_client\", \"error_description\": \"who are you\"}");
    HttpFailure failure = calls.failure(yaml("client_secret: hush"), server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.TOKEN);
    assertThat(failure)
        .hasMessage(
            "oauth2: no token from "
                + tokens.url("/token")
                + ": the token endpoint answers with HTTP status 401 Unauthorized (invalid_client:"
                + " who are you)");
    assertThat(server.asked).isEmpty();

    token("{\"token_type\": \"bearer\"}");
    assertThat(calls.failure(yaml("client_secret: hush"), server.url("/")))
        .hasMessageEndingWith("the answer of the token endpoint has no access_token");
    token("{\"access_token\": \"abc");
    assertThat(calls.failure(yaml("client_secret: hush"), server.url("/")))
        .hasMessageEndingWith("the answer of the token endpoint is not valid JSON")
        .hasMessageNotContaining("abc");
    assertThat(
            calls.failure(
                yaml("client_secret: hush, endpoint_params: {scope: x}, scopes: [a]"),
                server.url("/")))
        .hasMessage("oauth2.endpoint_params: scope is set by other keys; remove it");

    String yaml = yaml("client_secret: hush");
    tokens.close();
    failure = calls.failure(yaml, server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
    assertThat(failure).hasMessageStartingWith("oauth2: no token from ");
    assertThat(calls.failure("oauth2: {client_id: me, token_url: 'ftp://h/'}", server.url("/")))
        .hasMessageStartingWith("oauth2.token_url: \"ftp://h/\" is no URL");
  }

  @Test
  void theTokenEndpointHasItsOwnTlsAndProxy() throws Exception {
    TestAuthority authority = new TestAuthority(folder, "authority");
    Path ca = Files.writeString(folder.resolve("ca.pem"), authority.pem());
    try (TestServer secure =
            new TestServer(authority.issue("t", "dns:tokens.example", "EC"), null);
        TestProxy proxy = new TestProxy(secure.port())) {
      secure.answer("/token", 200, JSON, "{\"access_token\": \"far\"}");
      calls.get(
          ("oauth2: {client_id: me, token_url: 'https://tokens.example/token',"
                  + " tls_config: {ca_file: %s}, proxy_url: 'http://127.0.0.1:%d'}")
              .formatted(ca, proxy.port()),
          server.url("/"));
      assertThat(server.last().header("Authorization")).isEqualTo("Bearer far");
      assertThat(proxy.asked).hasSize(1);
    }
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /** A token endpoint that refuses what comes with a header. */
  private static final class FormOnly implements AutoCloseable {

    private final HttpServer server;

    FormOnly() throws Exception {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              String body = new String(exchange.getRequestBody().readAllBytes());
              boolean good =
                  exchange.getRequestHeaders().getFirst("Authorization") == null
                      && body.contains("client_id=me&client_secret=s");
              byte[] answer = "access_token=by-form&expires_in=60".getBytes();
              exchange.getResponseHeaders().set("Content-Type", "text/plain");
              exchange.sendResponseHeaders(good ? 200 : 400, answer.length);
              exchange.getResponseBody().write(answer);
            }
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
