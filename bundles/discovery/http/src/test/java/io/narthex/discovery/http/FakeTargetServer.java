// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A server of target lists on the loopback interface, whose answers a test sets. */
final class FakeTargetServer implements AutoCloseable {

  /** What is answered. */
  record Answer(int status, Map<String, String> headers, String body) {

    static Answer json(String body) {
      return new Answer(200, Map.of("Content-Type", "application/json"), body);
    }
  }

  private final HttpServer server;
  private final String scheme;
  private final LinkedBlockingQueue<Headers> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile @Nullable Answer answer;

  /** Serves without TLS. */
  FakeTargetServer() throws IOException {
    this(HttpServer.create(loopback(), 0), "http");
  }

  /** Serves with TLS and demands the client's certificate when there is one to trust. */
  FakeTargetServer(TestCertificate own, @Nullable TestCertificate client) throws Exception {
    this(secure(own, client), "https");
  }

  private FakeTargetServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(command -> Thread.ofVirtual().start(command));
    server.createContext("/", this::handle);
    server.start();
  }

  /** Sets the answer; with null requests wait until the server is closed. */
  void answer(@Nullable Answer next) {
    answer = next;
  }

  URI url(String path) {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Waits for the next request and returns its headers. */
  Headers request() throws InterruptedException {
    Headers headers = requests.poll(30, TimeUnit.SECONDS);
    if (headers == null) {
      throw new AssertionError("no request within " + Duration.ofSeconds(30));
    }
    return headers;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestHeaders());
      Answer now = answer;
      if (now == null) {
        end.await();
        return;
      }
      if (exchange.getRequestURI().getPath().equals("/moved")) {
        exchange.getResponseHeaders().set("Location", "/targets");
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      now.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = now.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(now.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static HttpServer secure(TestCertificate own, @Nullable TestCertificate client)
      throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own.store(), TestCertificate.PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted(client == null ? own : client));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(client != null);
            parameters.setSSLParameters(ssl);
          }
        });
    return server;
  }

  private static KeyStore trusted(TestCertificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    String alias = certificate.store().aliases().nextElement();
    store.setCertificateEntry(alias, certificate.store().getCertificate(alias));
    return store;
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }
}
