// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.narthex.discovery.http.FakeTargetServer.Answer;
import io.narthex.spi.config.Secret;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
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
  private FakeTargetServer server;
  private @Nullable Thread thread;
  private volatile @Nullable Throwable end;

  @BeforeEach
  void serve() throws Exception {
    server = new FakeTargetServer();
    server.answer(Answer.json(TARGETS));
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
    assertThat(call).isEqualTo(server.url("/") + ": server returned HTTP status 503");

    server.answer(Answer.json("[]"));
    while (!call.equals(List.of())) {
      call = sink.next();
    }
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
        .isEqualTo(
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
        .isEqualTo(url + ": cannot connect; check host and port, and whether the server runs");
  }

  @Test
  void givesUpAfterTheInterval() throws Exception {
    server.answer(null);
    Config config = new Config(server.url("/"));
    config.interval = Duration.ofMillis(100);
    start(config.build());

    assertThat(sink.next())
        .isEqualTo(server.url("/") + ": no complete answer within the refresh interval");
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
    config.followRedirects = false;
    start(config.build());
    assertThat(sink.next()).asString().endsWith(": server returned HTTP status 302");
  }

  @Test
  void sendsUserAndPassword() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secr\u00e9t\n");
    Config config = new Config(server.url("/"));
    config.basicAuth = new BasicAuth("me", null, null, password);
    start(config.build());

    assertThat(server.request().getFirst("Authorization")).isEqualTo("Basic bWU6c2VjcsOpdA==");
  }

  @Test
  void sendsTheUserOfTheUrlAndKeepsThePasswordOutOfMessages() throws Exception {
    URI url = server.url("/");
    server.answer(new Answer(401, Map.of(), ""));
    start(new Config(URI.create(url.toString().replace("//", "//me:p%40ss@"))).build());

    assertThat(server.request().getFirst("Authorization")).isEqualTo("Basic bWU6cEBzcw==");
    assertThat(sink.next()).isEqualTo(url + ": server returned HTTP status 401");
  }

  @Test
  void sendsAToken() throws Exception {
    Config config = new Config(server.url("/"));
    config.authorization = new Authorization("Token", new Secret("abc"), null);
    start(config.build());
    assertThat(server.request().getFirst("Authorization")).isEqualTo("Token abc");
    stop();

    serve();
    config = new Config(server.url("/"));
    config.bearerToken = new Secret("def");
    start(config.build());
    assertThat(server.request().getFirst("Authorization")).isEqualTo("Bearer def");
  }

  @Test
  void readsATokensFileForEachRequest() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "one\n");
    Config config = new Config(server.url("/"));
    config.bearerTokenFile = token;
    config.interval = Duration.ofMillis(20);
    start(config.build());
    assertThat(server.request().getFirst("Authorization")).isEqualTo("Bearer one");

    Files.delete(token);
    Object call = sink.next();
    while (!(call instanceof String)) {
      call = sink.next();
    }
    assertThat(call)
        .isEqualTo(server.url("/") + ": the file " + token + " does not exist; create it");
  }

  @Test
  void sendsFurtherHeaders() throws Exception {
    Path file = Files.writeString(folder.resolve("header"), "three\n");
    Config config = new Config(server.url("/"));
    config.headers =
        Map.of(
            "X-Tenant",
            new HeaderValues(List.of("one"), List.of(new Secret("two")), List.of(file)));
    start(config.build());

    assertThat(server.request().get("X-Tenant")).containsExactly("one", "two", "three");
  }

  @Test
  void aSecretThatCannotBeSentIsNotShown() throws Exception {
    Config config = new Config(server.url("/"));
    config.bearerToken = new Secret("top\nsecret");
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
    config.tls =
        new TlsConfig(
            null,
            Files.writeString(folder.resolve("ca.pem"), own.certificate()),
            client.certificate(),
            null,
            new Secret(client.key()),
            null,
            false,
            "TLS13",
            null);
    start(config.build());

    assertThat(targets(sink.next())).containsExactly("a:1", "b:1");
  }

  @Test
  void refusesAnUnknownServerUnlessItIsToldNotTo() throws Exception {
    server.close();
    server = new FakeTargetServer(TestCertificate.create(folder, "server", "EC"), null);
    server.answer(Answer.json(TARGETS));
    start(new Config(server.url("/")).build());
    assertThat(sink.next()).asString().contains("unable to find valid certification path");
    thread.interrupt();
    thread.join();

    Config config = new Config(server.url("/"));
    config.tls = new TlsConfig(null, null, null, null, null, null, true, null, null);
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
    config.tls = new TlsConfig(null, ca, null, null, null, null, false, null, null);
    start(config.build());
    assertThat(sink.next()).asString().contains(": tls_config cannot be used: ");

    Files.writeString(ca, own.certificate());

    Object call = sink.next();
    while (call instanceof String) {
      call = sink.next();
    }
    assertThat(targets(call)).containsExactly("a:1", "b:1");
  }

  private void start(HttpSdConfig config) {
    HttpDiscovery discovery = new HttpDiscovery(config);
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
    @Nullable BasicAuth basicAuth;
    @Nullable Authorization authorization;
    @Nullable Secret bearerToken;
    @Nullable Path bearerTokenFile;
    @Nullable TlsConfig tls;
    @Nullable Boolean followRedirects;
    @Nullable Map<String, HeaderValues> headers;

    Config(URI url) {
      this.url = url;
    }

    HttpSdConfig build() {
      return new HttpSdConfig(
          url,
          interval,
          basicAuth,
          authorization,
          bearerToken,
          bearerTokenFile,
          tls,
          followRedirects,
          null,
          headers);
    }
  }
}
