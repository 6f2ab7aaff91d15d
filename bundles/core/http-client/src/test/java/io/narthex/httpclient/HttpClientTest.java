// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.httpclient.HttpFailure.Phase;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpClientTest {

  @TempDir Path folder;
  private final Calls calls = new Calls();
  private TestServer server;

  @BeforeEach
  void serve() throws Exception {
    server = new TestServer();
    server.answer("/", "hello");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    calls.close();
  }

  @Test
  void sendsUserAndPassword() throws Exception {
    calls.get("basic_auth: {username: me, password: secrét}", server.url("/"));
    assertThat(server.last().header("Authorization")).isEqualTo("Basic bWU6c2VjcsOpdA==");

    calls.get("basic_auth: {username: me}", server.url("/"));
    assertThat(server.last().header("Authorization")).isEqualTo("Basic bWU6");
  }

  @Test
  void readsUserAndPasswordWhenTheyAreUsed() throws Exception {
    Path user = Files.writeString(folder.resolve("user"), "a\n");
    Path password = Files.writeString(folder.resolve("password"), "b\n");
    String yaml = "basic_auth: {username_file: %s, password_file: %s}".formatted(user, password);
    try (HttpClient client = calls.client(yaml)) {
      Calls.get(client, server.url("/"));
      assertThat(server.last().header("Authorization")).isEqualTo("Basic YTpi");

      // Of the same length and in the same moment as before.
      Files.writeString(password, "c\n");
      Calls.get(client, server.url("/"));
      assertThat(server.last().header("Authorization")).isEqualTo("Basic YTpj");

      Files.delete(user);
      HttpFailure failure = Calls.failure(client, server.url("/"), Calls.PATIENCE);
      assertThat(failure.phase()).isEqualTo(Phase.SETTINGS);
      assertThat(failure)
          .hasMessage(
              "basic_auth.username_file: the file "
                  + user
                  + " does not exist; create it or correct the path");
    }
  }

  @Test
  void sendsTokens() throws Exception {
    calls.get("authorization: {type: Token, credentials: abc}", server.url("/"));
    assertThat(server.last().header("Authorization")).isEqualTo("Token abc");
    Path file = Files.writeString(folder.resolve("token"), " def \n");
    calls.get("authorization: {credentials_file: " + file + "}", server.url("/"));
    assertThat(server.last().header("Authorization")).isEqualTo("Bearer def");
    calls.get("bearer_token: ghi", server.url("/"));
    assertThat(server.last().header("Authorization")).isEqualTo("Bearer ghi");
    calls.get("bearer_token_file: " + file, server.url("/"));
    assertThat(server.last().header("Authorization")).isEqualTo("Bearer def");
  }

  @Test
  void aReferenceNeedsAProvider() {
    assertThat(calls.failure("authorization: {credentials_ref: x}", server.url("/")))
        .hasMessage(
            "authorization.credentials_ref: there is no secret provider to ask; use"
                + " authorization.credentials or authorization.credentials_file");
  }

  @Test
  void theUserOfTheUrlCountsUnlessThereAreCredentials() throws Exception {
    URI url = URI.create(server.url("/").toString().replace("//", "//me:p%40ss@"));
    calls.get("", url);
    assertThat(server.last().header("Authorization")).isEqualTo("Basic bWU6cEBzcw==");
    calls.get("bearer_token: x", url);
    assertThat(server.last().header("Authorization")).isEqualTo("Bearer x");
    assertThat(HttpCall.get(url, Map.of()).toString()).contains("me:xxxxx@").doesNotContain("p%40");
  }

  @Test
  void addsConfiguredHeaders() throws Exception {
    Path file = Files.writeString(folder.resolve("value"), "three\n");
    calls.get(
        "http_headers: {X-A: {values: [one], secrets: [two], files: [" + file + "]}}",
        server.url("/"));
    assertThat(server.last().headers().getValuesList("X-A")).containsExactly("one", "two", "three");
  }

  @Test
  void aValueThatBreaksTheHeadIsRefusedWithoutShowingIt() {
    HttpFailure failure =
        calls.failure("http_headers: {X-A: {secrets: [\"top\\nsecret\"]}}", server.url("/"));
    assertThat(failure.phase()).isEqualTo(Phase.SETTINGS);
    assertThat(failure).hasMessageContaining("X-A").hasMessageNotContaining("secret");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void followsRedirectsWithCredentialsToTheSameHostOnly() throws Exception {
    try (TestServer other = new TestServer()) {
      other.answer("/there", "there");
      other.answer("/back", 302, Map.of("Location", server.url("/end").toString()), "");
      server.answer("/same", 302, Map.of("Location", "/end"), "moved");
      server.answer("/end", "end");
      server.answer(
          "/away", 301, Map.of("Location", other.url("localhost", "/there").toString()), "");
      server.answer(
          "/around", 307, Map.of("Location", other.url("localhost", "/back").toString()), "");
      String yaml = "{basic_auth: {username: u}, http_headers: {X-A: {values: [b]}}}";

      assertThat(calls.get(yaml, server.url("/same"))).isEqualTo("end");
      assertThat(server.last().header("Authorization")).isNotNull();
      assertThat(calls.get(yaml, server.url("/away"))).isEqualTo("there");
      assertThat(other.last().header("Authorization")).isNull();
      assertThat(other.last().header("X-A")).isEqualTo("b");
      assertThat(calls.get(yaml, server.url("/around"))).isEqualTo("end");
      assertThat(server.last().header("Authorization")).as("once away, stays away").isNull();
    }
  }

  @Test
  void saysThatRedirectsGoInACircleOrOnAndOn() {
    server.answer("/a", 302, Map.of("Location", "/b"), "");
    server.answer("/b", 302, Map.of("Location", "/a"), "");
    HttpFailure failure = calls.failure("", server.url("/a"));
    assertThat(failure.phase()).isEqualTo(Phase.REDIRECT);
    assertThat(failure)
        .hasMessage(
            "the redirects go in a circle: %s -> %s -> %s; correct the server or the address"
                .formatted(server.url("/a"), server.url("/b"), server.url("/a")));

    for (int i = 0; i < 20; i++) {
      server.answer("/" + i, 302, Map.of("Location", "/" + (i + 1)), "");
    }
    assertThat(calls.failure("", server.url("/0")))
        .hasMessageStartingWith("more than 10 redirects: ");
    server.answer("/file", 302, Map.of("Location", "file:///etc/passwd"), "");
    assertThat(calls.failure("", server.url("/file")))
        .hasMessage("the redirect leads to file:///etc/passwd, which is not http or https");
  }

  @Test
  void doesNotFollowRedirectsWhenToldNotTo() throws Exception {
    server.answer("/a", 302, Map.of("Location", "/"), "moved");
    BoundedBody body = new BoundedBody(100);
    try (HttpClient client = calls.client("follow_redirects: false")) {
      HttpAnswer answer =
          client.send(HttpCall.get(server.url("/a"), Map.of()), Calls.PATIENCE, body);
      assertThat(answer.status()).isEqualTo(302);
      assertThat(body.text()).isEqualTo("moved");
    }
  }

  @Test
  void postsAndTurnsToGetWhereARedirectSaysSo() throws Exception {
    server.answer("/see", 303, Map.of("Location", "/"), "");
    server.answer("/keep", 308, Map.of("Location", "/"), "");
    byte[] bytes = "some text".getBytes(StandardCharsets.UTF_8);
    Map<String, String> type = Map.of("Content-Type", "text/x");
    try (HttpClient client = calls.client("")) {
      client.send(
          HttpCall.post(server.url("/keep"), type, bytes), Calls.PATIENCE, new BoundedBody(9));
      assertThat(server.last().method()).isEqualTo("POST");
      assertThat(server.last().body()).isEqualTo("some text");
      assertThat(server.last().header("Content-Type")).isEqualTo("text/x");
      client.send(
          HttpCall.post(server.url("/see"), type, bytes), Calls.PATIENCE, new BoundedBody(9));
      assertThat(server.last().method()).isEqualTo("GET");
      assertThat(server.last().body()).isEmpty();
    }
  }

  @Test
  void usesAFreshConnectionWhenTheServerClosedTheIdleOne() throws Exception {
    try (HttpClient client = calls.client("")) {
      for (int i = 0; i < 20; i++) {
        assertThat(Calls.get(client, server.url("/"))).isEqualTo("hello");
        server.dropConnections();
      }
    }
  }

  @Test
  void stopsReadingWhenTheSinkHasEnough() throws Exception {
    server.answer("/", "x".repeat(1 << 20));
    long[] taken = {0};
    BodySink sink =
        new BodySink() {
          @Override
          public boolean add(ByteBuffer part) {
            taken[0] += part.remaining();
            return taken[0] < 100_000;
          }
        };
    try (HttpClient client = calls.client("")) {
      HttpAnswer answer =
          client.send(HttpCall.get(server.url("/"), Map.of()), Calls.PATIENCE, sink);
      assertThat(answer.complete()).isFalse();
      assertThat(taken[0]).isBetween(100_000L, 200_000L);
    }
  }

  @Test
  void anInterruptEndsTheCall() throws Exception {
    try (Faults faults = new Faults("");
        HttpClient client = calls.client("")) {
      Throwable[] end = new Throwable[1];
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.send(
                          HttpCall.get(faults.url(), Map.of()), Calls.PATIENCE, new BoundedBody(1));
                    } catch (Exception e) {
                      end[0] = e;
                    }
                  });
      faults.awaitRequest();
      thread.interrupt();
      thread.join();
      assertThat(end[0]).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void anInterruptBeforeTheFirstCallCounts() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Calls fresh = new Calls();
          HttpClient client = fresh.client("")) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Calls.get(client, server.url("/")))
            .isInstanceOf(InterruptedException.class);
      } finally {
        Thread.interrupted();
      }
    }
  }

  @Test
  void onlyHttpCanBeCalled() {
    assertThatThrownBy(() -> HttpCall.get(URI.create("ftp://u:p@h/"), Map.of()))
        .hasMessage("\"ftp://u:xxxxx@h/\" is no URL of the form http://host:port/path");
  }
}
