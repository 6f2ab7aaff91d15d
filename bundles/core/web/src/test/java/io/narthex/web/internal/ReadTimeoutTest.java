// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of connections on which nothing comes. */
class ReadTimeoutTest {

  private static final String WEB_SERVER = "(objectClass=io.narthex.web.WebServer)";
  private static final Duration TIMEOUT = Duration.ofMillis(400);

  @TempDir Path cache;

  private Container container;
  private int port;

  @BeforeEach
  void start() throws Exception {
    container =
        new Container(
            cache,
            Map.of(
                "narthex.web.listen-address",
                "127.0.0.1:0",
                "narthex.web.read-timeout",
                TIMEOUT.toMillis() + "ms"));
    container.await(WEB_SERVER);
    port = (Integer) container.property(WEB_SERVER, "port");
    container.await("(osgi.http.whiteboard.filter.pattern=/\\*)");
  }

  @AfterEach
  void stop() throws Exception {
    container.close();
  }

  @Test
  void aClientThatSaysNothingIsLetGo() throws Exception {
    long begun = System.nanoTime();
    assertThat(untilClosed("")).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(TIMEOUT.dividedBy(2));
  }

  @Test
  void aRequestThatDoesNotEndIsGivenUp() throws Exception {
    assertThat(untilClosed("GET / HTTP/1.1\r\nHost")).doesNotContain(" 200 ");
    assertThat(untilClosed("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"))
        .doesNotContain(" 200 ");
  }

  @Test
  void aConnectionIsKeptForAnotherRequestOnlySoLong() throws Exception {
    assertThat(untilClosed("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .doesNotContain("Connection: close");
  }

  @Test
  void anAnswerMayTakeLonger() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("osgi.http.whiteboard.servlet.pattern", "/long");
    container.context().registerService(Servlet.class, new Work(done), properties);

    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return untilClosed("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
              } catch (IOException e) {
                return e.toString();
              }
            });
    // Two clients one after the other were idle for as long as they may.
    assertThat(untilClosed("")).isEmpty();
    assertThat(untilClosed("")).isEmpty();
    done.countDown();
    assertThat(answer)
        .succeedsWithin(Duration.ofSeconds(20))
        .asString()
        .startsWith("HTTP/1.1 200 ")
        .endsWith("done");
  }

  /** Returns what the server says to a client that sends a text and then nothing. */
  private String untilClosed(String text) throws IOException {
    try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
      idle.setSoTimeout(20_000);
      idle.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(idle.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Answers once it may. */
  private static final class Work extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient CountDownLatch done;

    Work(CountDownLatch done) {
      this.done = done;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        boolean in = done.await(20, TimeUnit.SECONDS);
        response.getOutputStream().write((in ? "done" : "late").getBytes(StandardCharsets.UTF_8));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
