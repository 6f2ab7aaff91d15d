// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP server on loopback that answers as a test says. */
final class FakeTarget implements AutoCloseable {

  volatile int status = 200;
  volatile byte[] body = "a 1\n".getBytes(StandardCharsets.UTF_8);
  volatile String contentType = "text/plain; version=0.0.4";
  volatile @Nullable String encoding;
  volatile long delayMs;
  volatile @Nullable Headers lastHeaders;
  volatile @Nullable String lastUri;
  final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;

  FakeTarget() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          lastHeaders = exchange.getRequestHeaders();
          lastUri = exchange.getRequestURI().toString();
          try {
            Thread.sleep(delayMs);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          if (!contentType.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", contentType);
          }
          if (encoding != null) {
            exchange.getResponseHeaders().set("Content-Encoding", encoding);
          }
          byte[] answer = body;
          exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  void body(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
