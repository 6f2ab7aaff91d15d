// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.model.HttpClientConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However settings are mixed, a call ends with an answer or with a sentence, and in time. */
class MutilatedSettingsTest {

  private static final int ROUNDS = 300;

  private static final long SECONDS = Long.getLong("narthex.fuzz.seconds", 0);

  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Keys with values that are good, strange or wrong; FILE, SERVER and NOBODY are put in. */
  private static final List<String> SETTINGS =
      List.of(
          "basic_auth: {username: u, password: p}",
          "basic_auth: {username: 'ü:\u0001', password_file: FILE}",
          "basic_auth: {username_file: FILE, password_ref: r}",
          "basic_auth:",
          "authorization: {type: Bearer, credentials: t}",
          "authorization: {type: 'a b', credentials: \"x\\ny\"}",
          "authorization: {credentials_file: FILE}",
          "authorization: {credentials_file: /nowhere/token}",
          "bearer_token: 'é'",
          "bearer_token_file: FILE",
          "oauth2: {client_id: c, client_secret: s, token_url: 'SERVER/token'}",
          "oauth2: {client_id: c, client_secret_file: FILE, token_url: 'NOBODY/', scopes: [a, '']}",
          "oauth2: {client_id: c, token_url: 'SERVER/', endpoint_params: {'': ''}}",
          "oauth2: {client_id: c, token_url: 'SERVER/', grant_type:"
              + " 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_certificate_key: FILE}",
          "oauth2: {client_id: '', token_url: 'http://%zz'}",
          "tls_config: {ca_file: FILE}",
          "tls_config: {ca: nonsense, insecure_skip_verify: true}",
          "tls_config: {cert_file: FILE, key_file: FILE}",
          "tls_config: {min_version: TLS13, max_version: TLS10}",
          "tls_config: {server_name: '..'}",
          "tls_config: {insecure_skip_verify: true}",
          "follow_redirects: false",
          "enable_http2: false",
          "enable_http2: maybe",
          "proxy_url: 'SERVER'",
          "proxy_url: 'NOBODY'",
          "proxy_url: 'socks5://127.0.0.1:1'",
          "proxy_url: 'ftp://x'",
          "proxy_url: 'http://u:p@[::1]:99999'",
          "proxy_url: ':'",
          "proxy_from_environment: true",
          "no_proxy: '127.0.0.0/8, .x, *, [::1]:x, 1.2.3.4/99'",
          "proxy_connect_header: {X-A: ['b', \"c\\r\\nd\"]}",
          "http_headers: {X-A: {values: ['', é, \"a\\tb\"]}}",
          "http_headers: {X-B: {files: [FILE, /nowhere]}}",
          "http_headers: {'': {values: [a]}}",
          "http_headers: {'a b': {secrets: [c]}}",
          "http_headers: {Accept: {values: [x]}}");

  private static final List<String> PATHS =
      List.of("SERVER/", "SERVER/circle", "https:SERVER/", "NOBODY/", "SERVER/none");

  private static final List<String> FILES =
      List.of(
          "", "token\n", "a\nb", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----");

  private TestServer server;

  @BeforeEach
  void serve() throws Exception {
    server = new TestServer();
    server.answer("/", "hello");
    server.answer("/token", "{\"access_token\": \"t\", \"expires_in\": 1}");
    server.answer("/circle", 302, Map.of("Location", "/circle"), "");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  @Timeout(600)
  void aCallEndsWithAnAnswerOrASentence(@TempDir Path folder) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String base = server.url("/").toString().replaceAll("/$", "");
    Path file = folder.resolve("file");
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    int answered = 0;
    try (Calls calls = new Calls(Map.of("HTTP_PROXY", "http://127.0.0.1:1", "NO_PROXY", "x"))) {
      for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
        String yaml = filled(settings(random), base, file);
        Files.writeString(file, FILES.get(random.nextInt(FILES.size())));
        String url = filled(PATHS.get(random.nextInt(PATHS.size())), base, file);
        answered += call(calls, yaml, url.replace("https:http:", "https:"), seed, file);
      }
    }
    assertThat(answered).as("seed %d", seed).isPositive();
  }

  private static int call(Calls calls, String yaml, String url, long seed, Path file)
      throws InterruptedException, IOException {
    String what = "seed " + seed + ", " + url + ":\n" + yaml + "with " + Files.readString(file);
    HttpClientConfig config;
    try {
      config = ConfigBinder.parse("http.yml", yaml, Path.of("/")).bind(HttpClientConfig.class);
    } catch (ConfigException e) {
      assertThat(e.getMessage()).as(what).matches("(?s)http.yml:\\d+:\\d+: .+");
      return 0;
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    long start = System.nanoTime();
    try (HttpClient client = calls.clients.client(config)) {
      client.send(HttpCall.get(URI.create(url), Map.of()), PATIENCE, new BoundedBody(1_000));
      return 1;
    } catch (HttpFailure e) {
      assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("Exception");
      return 0;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what, e);
    } finally {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(what)
          .isLessThan(Duration.ofSeconds(20));
    }
  }

  private static String settings(Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String line = SETTINGS.get(random.nextInt(SETTINGS.size()));
      if (random.nextInt(4) == 0) {
        int at = random.nextInt(line.length());
        line = line.substring(0, at) + line.substring(Math.min(line.length(), at + 1));
      }
      lines.add(line);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String filled(String text, String base, Path file) {
    return text.replace("FILE", file.toString())
        .replace("SERVER", base)
        .replace("NOBODY", "http://127.0.0.1:1");
  }
}
