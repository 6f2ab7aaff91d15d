// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.model.HttpClientConfig;
import io.narthex.discovery.http.FakeTargetServer.Answer;
import io.narthex.httpclient.HttpClients;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDiscoveryTest {

  private static final Duration NEVER = Duration.ofHours(1);
  private static final String TARGETS =
      "[{\"targets\": [\"a:1\"], \"labels\": {\"env\": \"prod\"}}, {\"targets\": [\"b:1\"]}]";

  @TempDir Path folder;

  private final RecordingSink sink = new RecordingSink();
  private final HttpSdMetrics metrics = new HttpSdMetrics();
  private FakeTargetServer server;
  private HttpClients clients;
  private @Nullable Thread thread;
  private volatile @Nullable Throwable end;

  @BeforeEach
  void serve() throws Exception {
    server = new FakeTargetServer();
    server.answer(Answer.json(TARGETS));
    clients = new HttpClients();
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
    clients.close();
  }

  @Test
  void tellsTheGroupsOfTheAnswer() throws Exception {
    URI url = server.url("/targets?of=me");
    start(new Config(url).build());

    assertThat(sink.next())
        .isEqualTo(
            List.of(
                new TargetGroup(
                    url + ":0",
                    List.of(Labels.of("__address__", "a:1")),
                    Labels.of("__meta_url", url.toString(), "env", "prod")),
                new TargetGroup(
                    url + ":1",
                    List.of(Labels.of("__address__", "b:1")),
                    Labels.of("__meta_url", url.toString()))));
  }

  @Test
  void asksAsPrometheusDoes() throws Exception {
    Config config = new Config(server.url("/"));
    config.interval = Duration.ofMillis(90_500);
    start(config.build());

    Headers request = server.request();
    assertThat(request.getFirst("Accept")).isEqualTo("application/json");
    assertThat(request.getFirst("X-Prometheus-Refresh-Interval-Seconds")).isEqualTo("90.5");
    assertThat(request.getFirst("User-Agent")).isEqualTo("Narthex");
    assertThat(request).doesNotContainKeys("Authorization", "Upgrade");
  }

  @Test
  void goesOnAfterAFailureAndTellsEachChange() throws Exception {
    Config config = new Config(server.url("/"));
    config.interval = Duration.ofMillis(50);
    start(config.build());
    assertThat(targets(sink.next())).containsExactly("a:1", "b:1");

    server.answer(new Answer(503, Map.of(), "broken"));
    Object call = sink.next();
    while (!(call instanceof String)) {
      call = sink.next();
    }
    assertThat(call)
        .isEqualTo(server.url("/") + ": server returned HTTP status 503 Service Unavailable");
    assertThat(metrics.collect().get(0).getDataPoints().getFirst())
        .isInstanceOfSatisfying(
            CounterDataPointSnapshot.class, count -> assertThat(count.getValue()).isPositive());

    server.answer(Answer.json("[]"));
    while (!call.equals(List.of())) {
      call = sink.next();
    }
    assertThat(sink.took).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=\"UTF-8\"",
        " application/json "
      })
  void takesTheContentTypesOfJson(String type) throws Exception {
    server.answer(new Answer(200, Map.of("Content-Type", type), TARGETS));
    start(new Config(server.url("/")).build());

    assertThat(targets(sink.next())).containsExactly("a:1", "b:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text/html", "application/json; charset=iso-8859-1", "application/jsonp"})
  void refusesOtherContentTypes(String type) throws Exception {
    server.answer(
        new Answer(200, type.isEmpty() ? Map.of() : Map.of("Content-Type", type), TARGETS));
    start(new Config(server.url("/")).build());

    assertThat(sink.next())
        .asString()
        .isEqualToIgnoringCase(
            server.url("/")
                + ": unsupported content type \""
                + type
                + "\"; it must be application/json");
  }

  @Test
  void saysWhereTheAnswerIsWrong() throws Exception {
    server.answer(Answer.json("[{\"targets\": [\"a:1\"],\n  \"label\": {}}]"));
    start(new Config(server.url("/")).build());

    assertThat(sink.next())
        .isEqualTo(
            server.url("/")
                + ": line 2, column 3 of the answer: unknown field \"label\"; a target group has"
                + " the fields targets and labels");
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    URI url = server.url("/");
    server.close();
    start(new Config(url).build());

    assertThat(sink.next())
        .isEqualTo(url + ": connection refused; check the address, and whether the server runs");
  }

  @Test
  void givesUpAfterTheInterval() throws Exception {
    server.answer(null);
    Config config = new Config(server.url("/"));
    config.interval = Duration.ofMillis(100);
    start(config.build());

    assertThat(sink.next()).isEqualTo(server.url("/") + ": no complete answer within 100ms");
  }

  @Test
  void endsWhileItWaitsForAnAnswer() throws Exception {
    server.answer(null);
    start(new Config(server.url("/")).build());

    server.request();
  }

  @Test
  void followsARedirectUnlessItIsToldNotTo() throws Exception {
    start(new Config(server.url("/moved")).build());
    assertThat(targets(sink.next())).containsExactly("a:1", "b:1");
    stop();

    serve();
    Config config = new Config(server.url("/moved"));
    config.http = "follow_redirects: false";
    start(config.build());
    assertThat(sink.next()).asString().endsWith(": server returned HTTP status 302 Found");
  }

  @Test
  void sendsUserAndPassword() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secr\u00e9t\n");
    Config config = new Config(server.url("/"));
    config.http = "basic_auth: {username: me, password_file: " + password + "}";
    start(config.build());

    assertThat(server.request().getFirst("Authorization")).isEqualTo("Basic bWU6c2VjcsOpdA==");
  }

  @Test
  void sendsTheUserOfTheUrlAndKeepsThePasswordOutOfMessages() throws Exception {
    URI url = server.url("/");
    server.answer(new Answer(401, Map.of(), ""));
    start(new Config(URI.create(url.toString().replace("//", "//me:p%40ss@"))).build());

    assertThat(server.request().getFirst("Authorization")).isEqualTo("Basic bWU6cEBzcw==");
    assertThat(sink.next())
        .isEqualTo(
            url.toString().replace("//", "//me:xxxxx@")
                + ": server returned HTTP status 401 Unauthorized");
  }

  @Test
  void sendsAToken() throws Exception {
    Config config = new Config(server.url("/"));
    config.http = "authorization: {type: Token, credentials: abc}";
    start(config.build());
    assertThat(server.request().getFirst("Authorization")).isEqualTo("Token abc");
    stop();

    serve();
    config = new Config(server.url("/"));
    config.http = "bearer_token: def";
    start(config.build());
    assertThat(server.request().getFirst("Authorization")).isEqualTo("Bearer def");
  }

  @Test
  void readsATokensFileForEachRequest() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "one\n");
    Config config = new Config(server.url("/"));
    config.http = "bearer_token_file: " + token;
    config.interval = Duration.ofMillis(20);
    start(config.build());
    assertThat(server.request().getFirst("Authorization")).isEqualTo("Bearer one");

    Files.delete(token);
    String expected =
        server.url("/")
            + ": bearer_token_file: the file "
            + token
            + " does not exist; create it or correct the path";
    // A request that was under way, or slow, is told first.
    Object call = sink.next();
    for (int i = 0; i < 1_000 && !expected.equals(call); i++) {
      call = sink.next();
    }
    assertThat(call).isEqualTo(expected);
  }

  @Test
  void sendsFurtherHeaders() throws Exception {
    Path file = Files.writeString(folder.resolve("header"), "three\n");
    Config config = new Config(server.url("/"));
    config.http =
        "http_headers: {X-Tenant: {values: [one], secrets: [two], files: [" + file + "]}}";
    start(config.build());

    assertThat(server.request().get("X-Tenant")).containsExactly("one", "two", "three");
  }

  @Test
  void aSecretThatCannotBeSentIsNotShown() throws Exception {
    Config config = new Config(server.url("/"));
    config.http = "bearer_token: \"top\\nsecret\"";
    start(config.build());

    assertThat(sink.next()).asString().contains("such as a line break").doesNotContain("secret");
  }

  @Test
  void trustsTheAuthorityOfAFileAndShowsItsOwnCertificate() throws Exception {
    server.close();
    TestCertificate own = TestCertificate.create(folder, "server", "RSA");
    TestCertificate client = TestCertificate.create(folder, "client", "EC");
    server = new FakeTargetServer(own, client);
    server.answer(Answer.json(TARGETS));
    Config config = new Config(server.url("/"));
    Path ca = Files.writeString(folder.resolve("ca.pem"), own.certificate());
    Path cert = Files.writeString(folder.resolve("cert.pem"), client.certificate());
    Path key = Files.writeString(folder.resolve("key.pem"), client.key());
    config.http =
        "tls_config: {ca_file: %s, cert_file: %s, key_file: %s, min_version: TLS13}"
            .formatted(ca, cert, key);
    start(config.build());

    assertThat(targets(sink.next())).containsExactly("a:1", "b:1");
  }

  @Test
  void refusesAnUnknownServerUnlessItIsToldNotTo() throws Exception {
    server.close();
    server = new FakeTargetServer(TestCertificate.create(folder, "server", "EC"), null);
    server.answer(Answer.json(TARGETS));
    start(new Config(server.url("/")).build());
    assertThat(sink.next()).asString().contains("signed by an unknown authority");
    thread.interrupt();
    thread.join();

    Config config = new Config(server.url("/"));
    config.http = "tls_config: {insecure_skip_verify: true}";
    start(config.build());
    assertThat(targets(sink.next())).containsExactly("a:1", "b:1");
  }

  @Test
  void noticesThatTheAuthoritysFileChanged() throws Exception {
    server.close();
    TestCertificate own = TestCertificate.create(folder, "server", "EC");
    server = new FakeTargetServer(own, null);
    server.answer(Answer.json(TARGETS));
    Path ca = Files.writeString(folder.resolve("ca.pem"), "nothing");
    Config config = new Config(server.url("/"));
    config.interval = Duration.ofMillis(500);
    config.http = "tls_config: {ca_file: " + ca + "}";
    start(config.build());
    assertThat(sink.next())
        .asString()
        .contains(": tls_config.ca: the file " + ca + " cannot be used: ");

    Files.writeString(ca, own.certificate());

    Object call = sink.next();
    for (int i = 0; i < 40 && call instanceof String; i++) {
      call = sink.next();
    }
    assertThat(call).isNotInstanceOf(String.class);
    assertThat(targets(call)).containsExactly("a:1", "b:1");
  }

  private void start(HttpSdConfig config) {
    HttpDiscovery discovery = new HttpDiscovery(config, clients, metrics);
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

  private static List<String> targets(Object call) {
    assertThat(call).isInstanceOf(List.class);
    return ((List<?>) call)
        .stream()
            .flatMap(group -> ((TargetGroup) group).targets().stream())
            .map(target -> target.get("__address__"))
            .toList();
  }

  /** A configuration in the making. */
  private static final class Config {

    final URI url;
    @Nullable Duration interval = NEVER;
    String http = "";

    Config(URI url) {
      this.url = url;
    }

    HttpSdConfig build() {
      return new HttpSdConfig(url, interval, http(http));
    }
  }

  /** Returns the settings of a client that some YAML gives. */
  static HttpClientConfig http(String yaml) {
    try {
      return ConfigBinder.parse("http.yml", yaml, Path.of("/")).bind(HttpClientConfig.class);
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }
}
