// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.httpclient.HttpFailure.Phase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong has a phase and a sentence. */
@Timeout(120)
class FailuresTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private final Calls calls = new Calls();

  @AfterEach
  void stop() {
    calls.close();
  }

  @Test
  void noSuchHost() {
    HttpFailure failure = calls.failure("", URI.create("http://no-such-host.invalid/metrics"));
    assertThat(failure.phase()).isEqualTo(Phase.RESOLVE);
    assertThat(failure)
        .hasMessage("no such host: no-such-host.invalid; check the name and the DNS");
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    HttpFailure failure = calls.failure("", URI.create("http://127.0.0.1:" + port + "/"));
    assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
    assertThat(failure)
        .hasMessage("connection refused; check the address, and whether the server runs");
    assertThat(calls.failure("", URI.create("http://127.0.0.1:65536/")))
        .hasMessage("there is no port 65536, above 65535");
  }

  @Test
  void noAnswer() throws Exception {
    try (Faults faults = new Faults("")) {
      HttpFailure failure = calls.failure("", faults.url(), SHORT);
      assertThat(failure.phase()).isEqualTo(Phase.HEAD);
      assertThat(failure.timeout()).isTrue();
      assertThat(failure).hasMessage("no complete answer within 300ms");

      URI secure = URI.create(faults.url().toString().replace("http:", "https:"));
      failure = calls.failure("", secure, SHORT);
      assertThat(failure.phase()).isIn(Phase.TLS, Phase.CONNECT);
      assertThat(failure.timeout()).isTrue();
    }
  }

  @Test
  void slowBody() throws Exception {
    try (Faults faults = new Faults("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")) {
      HttpFailure failure = calls.failure("", faults.url(), SHORT);
      assertThat(failure.phase()).isEqualTo(Phase.BODY);
      assertThat(failure.timeout()).isTrue();
      assertThat(failure).hasMessage("no complete answer within 300ms; the body is slow");
    }
  }

  @Test
  void closedWithoutAnAnswer() throws Exception {
    try (Faults faults = new Faults(out -> {})) {
      HttpFailure failure = calls.failure("", faults.url());
      assertThat(failure.phase()).isEqualTo(Phase.HEAD);
      assertThat(failure).hasMessage("the server closed the connection without an answer");
    }
  }

  @Test
  void truncatedBody() throws Exception {
    Faults.Script script =
        out -> out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"));
    try (Faults faults = new Faults(script)) {
      HttpFailure failure = calls.failure("", faults.url());
      assertThat(failure.phase()).isEqualTo(Phase.BODY);
      assertThat(failure).hasMessage("the server closed the connection before the end of the body");
    }
    script =
        out -> out.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"));
    try (Faults faults = new Faults(script)) {
      assertThat(calls.failure("", faults.url()).phase()).isEqualTo(Phase.BODY);
    }
    script =
        out -> out.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"));
    try (Faults faults = new Faults(script)) {
      assertThat(calls.failure("", faults.url()).phase()).isEqualTo(Phase.BODY);
    }
  }

  @Test
  void garbageInsteadOfAHead() throws Exception {
    try (Faults faults = new Faults("SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n")) {
      HttpFailure failure = calls.failure("", faults.url());
      assertThat(failure.phase()).isEqualTo(Phase.HEAD);
      assertThat(failure)
          .hasMessageStartingWith("the answer is not HTTP")
          .hasMessageEndingWith("; perhaps the scheme must be https")
          .hasMessageNotContaining("@");
    }
  }

  @Test
  void anEndlessHeadIsCutOff() throws Exception {
    Faults.Script script =
        out -> {
          out.write(bytes("HTTP/1.1 200 OK\r\n"));
          byte[] header = bytes("X-" + "a".repeat(1000) + ": " + "b".repeat(1000) + "\r\n");
          for (int i = 0; i < 100_000; i++) {
            out.write(header);
          }
        };
    try (Faults faults = new Faults(script)) {
      HttpFailure failure = calls.failure("", faults.url());
      assertThat(failure.phase()).isEqualTo(Phase.HEAD);
      assertThat(failure.timeout()).isFalse();
    }
  }

  @Test
  void anEndlessBodyEndsWithTheSink() throws Exception {
    Faults.Script script =
        out -> {
          out.write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
          byte[] block = new byte[1 << 16];
          for (int i = 0; i < 1 << 20; i++) {
            out.write(block);
          }
        };
    try (Faults faults = new Faults(script);
        HttpClient client = calls.client("")) {
      BoundedBody body = new BoundedBody(1 << 20);
      HttpAnswer answer = client.send(HttpCall.get(faults.url(), Map.of()), Calls.PATIENCE, body);
      assertThat(answer.complete()).isFalse();
      assertThat(body.bytes()).hasSize(1 << 20);
    }
  }

  @Test
  void noGarbageHangsOrThrowsSomethingElse() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "HTTP/1.1 ",
      "HTTP/1.1 200 OK\r\n",
      "200",
      " OK",
      "\r\n",
      "\n",
      "\r",
      ":",
      "\0",
      "\u00ff",
      "Content-Length: ",
      "Transfer-Encoding: chunked\r\n",
      "Location: /x\r\n",
      "302 Found\r\n",
      "-1",
      "99999999999999999999",
      "5\r\n",
      "abcde",
      "0\r\n\r\n",
      "Content-Encoding: gzip\r\n"
    };
    for (int round = 0; round < 60; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "HTTP/1.1 200 OK\r\n" : "");
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] answer = bytes(text.toString());
      try (Faults faults = new Faults(out -> out.write(answer));
          HttpClient client = calls.client("")) {
        client.send(
            HttpCall.get(faults.url(), Map.of()), Duration.ofSeconds(5), new BoundedBody(100));
      } catch (HttpFailure e) {
        assertThat(e.timeout()).as("seed %d, answer %s", seed, text).isFalse();
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
