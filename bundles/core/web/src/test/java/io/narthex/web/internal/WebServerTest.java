// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class WebServerTest {

  private static final String WEB_SERVER = "(objectClass=io.narthex.web.WebServer)";

  @TempDir Path cache;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void listensAndGuardsEndpoints() throws Exception {
    try (Container container =
        new Container(cache, Map.of("narthex.web.listen-address", "127.0.0.1:0"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      container.await("(osgi.http.whiteboard.filter.pattern=/\\*)");

      HttpResponse<String> missing = get(port, "/api/v1/nothing", "http://grafana");
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.body())
          .isEqualTo(
              "{\"status\":\"error\",\"errorType\":\"not_found\","
                  + "\"error\":\"there is no endpoint /api/v1/nothing\"}");
      assertThat(missing.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
      assertThat(missing.headers().firstValue("Server")).isEmpty();
      assertThat(get(port, "/nothing", "").body()).isEqualTo("404 page not found\n");

      endpoint(container, "/api/v1/broken/*", new Broken());
      HttpResponse<String> broken = get(port, "/api/v1/broken/x", "");
      assertThat(broken.statusCode()).isEqualTo(500);
      assertThat(broken.body()).contains("\"errorType\":\"internal\"").contains("out of luck");
      HttpResponse<String> refused = post(port, "/api/v1/broken/x");
      assertThat(refused.statusCode()).isEqualTo(405);
      assertThat(refused.body()).startsWith("{\"status\":\"error\"");
      HttpResponse<String> options =
          client.send(
              HttpRequest.newBuilder(uri(port, "/api/v1/broken/x"))
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());
      assertThat(options.statusCode()).isEqualTo(204);

      Object metrics = container.await("(objectClass=io.narthex.web.internal.HttpMetrics)");
      String counted = metrics.getClass().getMethod("collect").invoke(metrics).toString();
      assertThat(counted).isNotEmpty();
      assertThat(handlers(metrics)).contains("/api/*", "/api/v1/broken/*", "/");
    }
  }

  @Test
  void interruptsWorkWhoseClientHasGone() throws Exception {
    try (Container container =
        new Container(cache, Map.of("narthex.web.listen-address", "127.0.0.1:0"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      Slow slow = new Slow(container.await("(objectClass=io.narthex.web.ClientWatch)"));
      endpoint(container, "/slow", slow);

      try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), port)) {
        gone.getOutputStream()
            .write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(slow.interrupted).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }
  }

  /** The container logs what gets past the guard. */
  @Test
  void logsNothingWhenAClientHangsUp() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    try (Container container =
        new Container(cache, Map.of("narthex.web.listen-address", "127.0.0.1:0"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      container.await("(osgi.http.whiteboard.filter.pattern=/\\*)");
      Endless endless = new Endless();
      endpoint(container, "/endless", endless);
      endpoint(container, "/hello", new Hello());
      root.addAppender(logged);

      try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), port)) {
        gone.setSoLinger(true, 0);
        gone.getOutputStream()
            .write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(gone.getInputStream().readNBytes(100_000)).hasSize(100_000);
      }
      assertThat(endless.end)
          .succeedsWithin(Duration.ofSeconds(20))
          .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
          .isInstanceOf(IOException.class);
      Object metrics = container.await("(objectClass=io.narthex.web.internal.HttpMetrics)");
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!handlers(metrics).contains("/endless") && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(handlers(metrics)).contains("/endless");
    } finally {
      root.detachAppender(logged);
    }
    // The container has ended, and with it every request.
    assertThat(logged.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .isEmpty();
  }

  @Test
  void countsConnections() throws Exception {
    try (Container container =
        new Container(cache, Map.of("narthex.web.listen-address", "127.0.0.1:0"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      Object counts = container.await("(objectClass=io.narthex.web.internal.ConnectionCounts)");

      // The server has looked whether it answers itself; how many connections that took is its own.
      try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
        awaitOpen(counts, 1);
        assertThat(connection.isConnected()).isTrue();
      }

      awaitOpen(counts, 0);
      assertThat(count(counts, "accepted")).isPositive();
    }
  }

  private static void awaitOpen(Object counts, double wanted) throws ReflectiveOperationException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    double open = Double.NaN;
    while (open != wanted && System.nanoTime() < deadline) {
      open = count(counts, "accepted") - count(counts, "closed");
    }
    assertThat(open).isEqualTo(wanted);
  }

  private static double count(Object counts, String what) throws ReflectiveOperationException {
    Object snapshots = counts.getClass().getMethod("collect").invoke(counts);
    for (Object snapshot : (Iterable<?>) snapshots) {
      Object metadata = snapshot.getClass().getMethod("getMetadata").invoke(snapshot);
      Object name = metadata.getClass().getMethod("getName").invoke(metadata);
      if (name.equals("net_conntrack_listener_conn_" + what)) {
        Object points = snapshot.getClass().getMethod("getDataPoints").invoke(snapshot);
        Object point = ((List<?>) points).getFirst();
        return (Double) point.getClass().getMethod("getValue").invoke(point);
      }
    }
    throw new AssertionError("no count of connections " + what);
  }

  @Test
  void servesBehindAPrefix() throws Exception {
    try (Container container =
        new Container(
            cache,
            Map.of(
                "narthex.web.listen-address",
                "127.0.0.1:0",
                "narthex.web.external-url",
                "http://example.org/narthex/"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      endpoint(container, "/hello", new Hello());

      assertThat(get(port, "/narthex/hello", "").body()).isEqualTo("hello");
      assertThat(get(port, "/hello", "").statusCode()).isEqualTo(404);
      assertThat(get(port, "/", "").headers().firstValue("Location").orElseThrow())
          .endsWith("/narthex/");
    }
  }

  @Test
  void listensOnSeveralAddresses() throws Exception {
    int second;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      second = free.getLocalPort();
    }
    try (Container container =
        new Container(
            cache, Map.of("narthex.web.listen-address", "127.0.0.1:0,127.0.0.1:" + second))) {
      container.await(WEB_SERVER);
      int first = (Integer) container.property(WEB_SERVER, "port");
      endpoint(container, "/hello", new Hello());
      assertThat(get(first, "/hello", "").statusCode()).isEqualTo(200);
      assertThat(get(second, "/hello", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void blockedRequestsDoNotKeepOthersWaiting() throws Exception {
    try (Container container =
        new Container(cache, Map.of("narthex.web.listen-address", "127.0.0.1:0"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      Crowd crowd = new Crowd(100);
      endpoint(container, "/crowd", crowd);

      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(
            client.sendAsync(
                HttpRequest.newBuilder(uri(port, "/crowd"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build(),
                BodyHandlers.ofString()));
      }

      assertThat(answers)
          .allSatisfy(
              answer ->
                  assertThat(answer)
                      .succeedsWithin(Duration.ofSeconds(30))
                      .returns("all are here", HttpResponse::body));
      // Few cost the memory of a platform thread.
      assertThat(crowd.onVirtualThreads.sum()).isGreaterThanOrEqualTo(84);
    }
  }

  @Test
  void servesOneRequestAtATime() throws Exception {
    try (Container container =
        new Container(
            cache,
            Map.of(
                "narthex.web.listen-address", "127.0.0.1:0", "narthex.web.max-connections", "1"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      endpoint(container, "/hello", new Hello());

      assertThat(get(port, "/hello", "").body()).isEqualTo("hello");
    }
  }

  @Test
  void sendsAnswersOfOneBufferWithTheirLength() throws Exception {
    try (Container container =
        new Container(cache, Map.of("narthex.web.listen-address", "127.0.0.1:0"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      endpoint(container, "/bytes/*", new Bytes());

      HttpResponse<String> whole = get(port, "/bytes/60000", "");
      assertThat(whole.body()).hasSize(60_000);
      assertThat(whole.headers().firstValue("Content-Length")).contains("60000");
      HttpResponse<String> streamed = get(port, "/bytes/1000000", "");
      assertThat(streamed.body()).hasSize(1_000_000);
      assertThat(streamed.headers().firstValue("Content-Length")).isEmpty();
    }
  }

  /** The longest line of a request, and headers of an answer. */
  @Test
  void takesLongSelectors() throws Exception {
    try (Container container =
        new Container(cache, Map.of("narthex.web.listen-address", "127.0.0.1:0"))) {
      container.await(WEB_SERVER);
      int port = (Integer) container.property(WEB_SERVER, "port");
      endpoint(container, "/hello", new Hello());

      assertThat(get(port, "/hello?match=" + "x".repeat(60_000), "").body()).isEqualTo("hello");
      assertThat(get(port, "/hello?match=" + "x".repeat(70_000), "").statusCode()).isEqualTo(414);
    }
  }

  @Test
  void tellsThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Container container =
            new Container(
                cache, Map.of("narthex.web.listen-address", "127.0.0.1:" + taken.getLocalPort()))) {
      assertThat(container.failure)
          .succeedsWithin(Duration.ofSeconds(20))
          .asInstanceOf(InstanceOfAssertFactories.STRING)
          .startsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("--web.listen-address")
          .doesNotContain("\n");
      assertThat(container.context().getAllServiceReferences(null, WEB_SERVER)).isNull();
    }
  }

  private static String handlers(Object metrics) throws ReflectiveOperationException {
    Object snapshots = metrics.getClass().getMethod("collect").invoke(metrics);
    StringBuilder text = new StringBuilder();
    for (Object snapshot : (Iterable<?>) snapshots) {
      for (Object point :
          (Iterable<?>) snapshot.getClass().getMethod("getDataPoints").invoke(snapshot)) {
        text.append(point.getClass().getMethod("getLabels").invoke(point)).append('\n');
      }
    }
    return text.toString();
  }

  /** Registers a servlet, whose class must be that of the bundles, as a proxy would be. */
  private static void endpoint(Container container, String pattern, HttpServlet servlet) {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("osgi.http.whiteboard.servlet.pattern", pattern);
    container.context().registerService(Servlet.class, servlet, properties);
  }

  private HttpResponse<String> get(int port, String path, String origin)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(port, path));
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(int port, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(port, path)).POST(HttpRequest.BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static final class Broken extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      throw new IllegalStateException("out of luck");
    }
  }

  private static final class Hello extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Answers once so many ask. */
  private static final class Crowd extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient CountDownLatch missing;
    private final transient LongAdder onVirtualThreads = new LongAdder();

    Crowd(int size) {
      missing = new CountDownLatch(size);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (Thread.currentThread().isVirtual()) {
        onVirtualThreads.increment();
      }
      missing.countDown();
      try {
        String text = missing.await(20, TimeUnit.SECONDS) ? "all are here" : "some are missing";
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Writes as many bytes as the path says. */
  private static final class Bytes extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response
          .getOutputStream()
          .write(new byte[Integer.parseInt(request.getPathInfo().substring(1))]);
    }
  }

  /** Writes until it cannot. */
  private static final class Endless extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient CompletableFuture<Exception> end = new CompletableFuture<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] much = new byte[1 << 16];
      try {
        while (true) {
          response.getOutputStream().write(much);
        }
      } catch (IOException e) {
        end.complete(e);
        throw e;
      }
    }
  }

  /**
   * Works until it is interrupted. The watch comes from the bundle, so it is called by reflection.
   */
  private static final class Slow extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Object watch;
    private final transient CountDownLatch begun = new CountDownLatch(1);
    private final transient CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

    Slow(Object watch) {
      this.watch = watch;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException {
      try (AutoCloseable _ =
          (AutoCloseable)
              watch
                  .getClass()
                  .getMethod("watch", HttpServletRequest.class)
                  .invoke(watch, request)) {
        begun.countDown();
        interrupted.complete(new CountDownLatch(1).await(30, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        interrupted.complete(true);
      } catch (Exception e) {
        throw new ServletException(e);
      }
    }
  }
}
