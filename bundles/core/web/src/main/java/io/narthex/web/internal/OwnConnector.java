// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.web.OwnRequests;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Own requests by a connector of Jetty's that is in memory. It is none of the server's connectors,
 * of which the container wants each to have a port.
 */
final class OwnConnector implements OwnRequests {

  private final String routePrefix;
  private volatile @Nullable Server server;

  OwnConnector(String routePrefix) {
    this.routePrefix = routePrefix;
  }

  /** Takes the server that the listeners belong to. */
  void attach(Server arrived) {
    server = arrived;
  }

  @Override
  public Session open() throws IOException {
    Server to = server;
    if (to == null || !to.isStarted()) {
      throw new IOException("the HTTP server does not serve");
    }
    HttpConfiguration http = Listener.http();
    http.addCustomizer(
        (request, fields) -> {
          request.setAttribute(ATTRIBUTE, true);
          return request;
        });
    ConnectionFactory[] protocols = Protocols.PLAIN.over(http).toArray(ConnectionFactory[]::new);
    ExecutorService threads =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name(THREADS, 0).factory());
    LocalConnector connector = new LocalConnector(to, threads, null, null, 0, protocols);
    try {
      connector.start();
    } catch (Exception e) {
      threads.shutdownNow();
      throw new IOException("the connector for own requests did not start: " + e, e);
    }
    return new MemorySession(connector, threads);
  }

  private final class MemorySession implements Session {

    private final LocalConnector connector;
    private final ExecutorService threads;

    MemorySession(LocalConnector connector, ExecutorService threads) {
      this.connector = connector;
      this.threads = threads;
    }

    @Override
    public void get(String target) {
      String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      connector.executeRequest("GET " + routePrefix + target + head).waitUntilClosed();
    }

    @Override
    public void close() {
      try {
        connector.stop();
      } catch (Exception e) {
        throw new IllegalStateException("the connector for own requests did not stop", e);
      } finally {
        threads.shutdownNow();
      }
    }
  }
}
