// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.httpclient.HttpClients;
import io.narthex.scrape.internal.append.ScrapeException;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlainConnectionTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<List<byte[]>> answers = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final BodyBuffer buffer = new BodyBuffer();
  private final HttpClients clients = new HttpClients();
  private volatile int connections;

  PlainConnectionTest() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    clients.close();
  }

  /** Gives the next answer to each request; an empty one ends the connection. */
  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        connections++;
        socket.setTcpNoDelay(true);
        while (true) {
          String request = request(socket.getInputStream());
          if (request.isEmpty()) {
            break;
          }
          requests.add(request);
          List<byte[]> answer = answers.isEmpty() ? List.of() : answers.removeFirst();
          for (byte[] part : answer) {
            socket.getOutputStream().write(part);
            socket.getOutputStream().flush();
          }
          boolean keep =
              !answer.isEmpty()
                  && new String(answer.getFirst(), StandardCharsets.ISO_8859_1).contains("keep");
          if (!keep) {
            break;
          }
        }
      } catch (IOException e) {
        // The test is over, or the client hung up.
      }
    }
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder out = new StringBuilder();
    while (!out.toString().endsWith("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        return "";
      }
      out.append((char) c);
    }
    return out.toString();
  }

  private void answer(String... parts) {
    List<byte[]> all = new ArrayList<>();
    for (String part : parts) {
      all.add(part.getBytes(StandardCharsets.ISO_8859_1));
    }
    answers.add(all);
  }

  private PlainConnection connection(long timeoutMs) {
    return new PlainConnection(
        URI.create("http://127.0.0.1:" + server.getLocalPort() + "/m?a=b%20c"),
        Map.of("Accept", "x/y"),
        Duration.ofMillis(timeoutMs),
        clients.dialer("j"));
  }

  private PlainHead get(PlainConnection connection, long limit) throws Exception {
    buffer.begin(limit);
    PlainHead head = connection.get(buffer);
    buffer.plain();
    return head;
  }

  private double counted(String what, String job, String... labels) {
    Labels wanted = Labels.of("dialer_name", job).merge(Labels.of(labels));
    return clients.metrics().collect().stream()
        .filter(
            family -> family.getMetadata().getName().equals("net_conntrack_dialer_conn_" + what))
        .flatMap(family -> ((CounterSnapshot) family).getDataPoints().stream())
        .filter(point -> point.getLabels().equals(wanted))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private String body() {
    return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.ISO_8859_1);
  }

  private void fails(String phase, String message) {
    fails(20_000, phase, message);
  }

  private void fails(long timeoutMs, String phase, String message) {
    try (PlainConnection connection = connection(timeoutMs)) {
      assertThatThrownBy(() -> get(connection, 1000))
          .hasMessageContaining(message)
          .satisfies(e -> assertThat(((ScrapeException) e).phase()).isEqualTo(phase));
    }
  }

  @Test
  void a_connection_is_used_again_and_made_anew_when_the_server_closed_it() throws Exception {
    try (PlainConnection connection = connection(5000)) {
      answer(OK + "X: keep\r\nContent-Length: 3\r\n\r\n", "abc");
      answer(OK + "Content-Length: 2\r\n\r\nde");
      assertThat(get(connection, 100).contentType()).isEqualTo("text/plain");
      assertThat(body()).isEqualTo("abc");
      get(connection, 100);
      assertThat(body()).isEqualTo("de");
      assertThat(connections).isEqualTo(1);
      answer(OK + "Content-Length: 1\r\n\r\nf");
      get(connection, 100);
      assertThat(body()).isEqualTo("f");
      assertThat(connections).isEqualTo(2);
    }
    assertThat(counted("attempted", "j")).isEqualTo(2);
    assertThat(counted("established", "j")).isEqualTo(2);
    assertThat(counted("closed", "j")).isEqualTo(2);
    assertThat(requests.getFirst())
        .isEqualTo(
            "GET /m?a=b%20c HTTP/1.1\r\nHost: 127.0.0.1:"
                + server.getLocalPort()
                + "\r\nAccept: x/y\r\n\r\n");
  }

  @Test
  void a_connection_outlives_answers_that_are_no_metrics() throws Exception {
    try (PlainConnection connection = connection(5000)) {
      answer("HTTP/1.1 500 Broken\r\nX: keep\r\nContent-Length: 3\r\n\r\nabc");
      assertThat(get(connection, 100).status()).isEqualTo(500);
      answer("HTTP/1.1 204 Empty\r\nX: keep\r\n\r\n");
      assertThat(get(connection, 100).status()).isEqualTo(204);
      answer(OK + "X: keep\r\nContent-Length: 2\r\n\r\nde");
      get(connection, 100);
      assertThat(body()).isEqualTo("de");
      assertThat(connections).isEqualTo(1);

      answer("HTTP/1.1 500 Broken\r\nX: keep\r\nContent-Length: 300\r\n\r\nabc");
      assertThat(get(connection, 100).status()).isEqualTo(500);
      answer(OK + "Content-Length: 1\r\n\r\nf");
      get(connection, 100);
      assertThat(body()).isEqualTo("f");
      assertThat(connections).as("what is still to come is not waited for").isEqualTo(2);
    }
  }

  @Test
  void bodies_come_with_a_length_in_chunks_or_up_to_the_end() throws Exception {
    answer("HTTP/1.1 100 Continue\r\n\r\n", OK + "\r\nall that ", "comes");
    get(connection(5000), 100);
    assertThat(body()).isEqualTo("all that comes");
    answer("HTTP/1.0 200 OK\nContent-Length: 2\n\nhi");
    assertThat(get(connection(5000), 100).keepAlive()).isFalse();
    assertThat(body()).isEqualTo("hi");
  }

  @Test
  void chunks_may_be_cut_anywhere() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (PlainConnection connection = connection(10_000)) {
      for (int round = 0; round < 100; round++) {
        StringBuilder wire =
            new StringBuilder(OK + "X: keep\r\nTransfer-Encoding: chunked\r\n\r\n");
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
          String chunk = "x".repeat(random.nextInt(50) + 1) + i + "\r\n";
          body.append(chunk);
          wire.append(Integer.toHexString(chunk.length()))
              .append(random.nextBoolean() ? ";e=1" : "");
          wire.append("\r\n").append(chunk).append("\r\n");
        }
        wire.append("0\r\n").append(random.nextBoolean() ? "T: r\r\n" : "").append("\r\n");
        List<String> parts = new ArrayList<>();
        int at = wire.indexOf("\r\n\r\n");
        parts.add(wire.substring(0, at));
        while (at < wire.length()) {
          int to = Math.min(wire.length(), at + 1 + random.nextInt(40));
          parts.add(wire.substring(at, to));
          at = to;
        }
        answer(parts.toArray(String[]::new));
        get(connection, 10_000);
        assertThat(body()).as("seed %d", seed).isEqualTo(body.toString());
      }
    }
    assertThat(connections).isEqualTo(1);
  }

  @Test
  void too_much_is_not_read() throws Exception {
    answer(OK + "Content-Length: 99999999999\r\n\r\nx");
    assertThat(get(connection(5000), 10).complete()).isFalse();
    answer(OK + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\nx");
    assertThat(get(connection(5000), 10).complete()).isFalse();
    answer(OK + "\r\n" + "x".repeat(20));
    assertThat(get(connection(5000), 10).complete()).isFalse();
    answer("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\n12345");
    assertThat(get(connection(5000), 10).status()).isEqualTo(404);
    answer("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n");
    assertThat(get(connection(5000), 10).isRedirect()).isTrue();
  }

  @Test
  void what_goes_wrong_has_a_phase_and_words() throws Exception {
    answer("SSH-2.0-OpenSSH\r\n\r\n");
    fails("request", "the answer is not HTTP (\"SSH-2.0-OpenSSH\"); perhaps the scheme must be");
    answer("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n");
    fails("request", "the answer has the Content-Length -4");
    answer("HTTP/1.1 200 OK\r\n" + "h: x\r\n".repeat(20_000));
    fails("request", "the answer's head is longer than 65536 bytes");
    answer();
    fails("request", "the server closed the connection without an answer");
    answer(OK + "Content-Length: 9\r\n\r\nabc");
    fails("body", "the server closed the connection before the end of the body");
    answer(OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n");
    fails("body", "a chunk of the body has the length \"xyz\"");
    answer(OK + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n");
    fails("body", "a chunk of the body is longer than it says");
    answer("keep");
    fails(300, "request", "no complete answer within 300ms");
    answer(OK + "X: keep\r\nContent-Length: 9\r\n\r\nabc");
    fails(2000, "body", "no complete answer within 2s; the body is slow");
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    gone.close();
    try (PlainConnection refused =
        new PlainConnection(
            URI.create("http://127.0.0.1:" + gone.getLocalPort() + "/"),
            Map.of(),
            Duration.ofSeconds(20),
            clients.dialer("refused"))) {
      assertThatThrownBy(() -> get(refused, 10))
          .hasMessageContaining("connection refused; check the address")
          .satisfies(e -> assertThat(((ScrapeException) e).phase()).isEqualTo("connect"));
    }
    try (PlainConnection tooHigh =
        new PlainConnection(
            URI.create("http://127.0.0.1:65536/"),
            Map.of(),
            Duration.ofSeconds(20),
            clients.dialer("high"))) {
      assertThatThrownBy(() -> get(tooHigh, 10))
          .hasMessageContaining("there is no port 65536, above 65535");
    }
    try (PlainConnection nowhere =
        new PlainConnection(
            URI.create("http://no-such-host.invalid/"),
            Map.of(),
            Duration.ofSeconds(20),
            clients.dialer("nowhere"))) {
      assertThatThrownBy(() -> get(nowhere, 10))
          .hasMessageContaining("no such host: no-such-host.invalid")
          .satisfies(e -> assertThat(((ScrapeException) e).phase()).isEqualTo("resolve"));
    }
    assertThat(counted("failed", "refused", "reason", "refused")).isEqualTo(1);
    assertThat(counted("failed", "nowhere", "reason", "resolution")).isEqualTo(1);
  }

  @Test
  void an_interrupt_ends_the_wait() throws Exception {
    answer("keep");
    try (PlainConnection connection = connection(60_000)) {
      List<Throwable> thrown = new CopyOnWriteArrayList<>();
      Thread scraping =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      get(connection, 10);
                    } catch (Throwable e) {
                      thrown.add(e);
                    }
                  });
      while (requests.isEmpty()) {
        Thread.onSpinWait();
      }
      scraping.interrupt();
      assertThat(scraping.join(Duration.ofSeconds(20))).isTrue();
      assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
    }
  }
}
