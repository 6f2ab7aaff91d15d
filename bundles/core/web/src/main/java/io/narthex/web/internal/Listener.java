// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at one address, with few threads between a connection and its answer.
 *
 * <p>The container's own connector, which it always opens, runs all of Jetty on virtual threads or
 * none of it. A selector on a virtual thread is woken by way of two more threads, and a new
 * connection met ten such hand-offs before its answer. Here one platform thread accepts, selects,
 * reads and answers, while another takes over the selecting. When requests block and those threads
 * are used up, further requests run on the server's virtual threads, so that slow clients cost
 * little memory.
 */
final class Listener implements ConnectorFactory {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** One selects; the others are for the first requests that block. */
  private static final int PLATFORM_THREADS = 16;

  private static final int READY_THREADS = 2;

  /** Long selectors come as GET as well. */
  private static final int REQUEST_HEADER_BYTES = 64 * 1024;

  /** The largest buffer that Jetty pools. Answers up to here go out in one piece. */
  private static final int OUTPUT_BYTES = 64 * 1024;

  /** At most how long the thread for timeouts sleeps. */
  private static final long TICK_MS = 10_000;

  private final ListenAddress address;
  private final Duration idle;
  private final Protocols protocols;
  private final ConnectionCounts counts;
  private final OwnConnector own;

  /**
   * A listener to open.
   *
   * @param idle how long a connection may be idle
   * @param counts counts the connections
   * @param own told of the server
   */
  Listener(
      ListenAddress address,
      Duration idle,
      Protocols protocols,
      ConnectionCounts counts,
      OwnConnector own) {
    this.address = address;
    this.idle = idle;
    this.protocols = protocols;
    this.counts = counts;
    this.own = own;
  }

  @Override
  public Connector createConnector(Server server) {
    closeContainers(server);
    own.attach(server);
    QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, READY_THREADS);
    threads.setName("http");
    threads.setReservedThreads(READY_THREADS);
    threads.setVirtualThreadsExecutor(server.getThreadPool());
    ServerConnector connector = new OneSelector(server, threads, protocols.over(http()));
    connector.setHost(address.host());
    connector.setPort(address.port());
    connector.setIdleTimeout(idle.toMillis());
    return connector;
  }

  /** Returns how requests are read and answers written. */
  static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
    // Known header fields would take 100 KB of each connection that asks twice.
    http.setHeaderCacheSize(0);
    http.setOutputBufferSize(OUTPUT_BYTES);
    http.setOutputAggregationSize(OUTPUT_BYTES);
    http.setSendServerVersion(false);
    http.setRelativeRedirectAllowed(true);
    return http;
  }

  /** Closes the container's own connector, which is there before the first of these. */
  private static void closeContainers(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof OneSelector) {
        continue;
      }
      try {
        connector.stop();
      } catch (Exception e) {
        throw new IllegalStateException("the container's connector did not stop", e);
      }
      server.removeConnector(connector);
    }
  }

  private final class OneSelector extends ServerConnector {

    OneSelector(Server server, Executor threads, List<ConnectionFactory> protocols) {
      super(server, threads, null, null, 0, 1, protocols.toArray(ConnectionFactory[]::new));
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      tick();
    }

    /**
     * Keeps a timeout that is earlier than those of new connections: the thread that waits for the
     * first one is woken whenever another becomes the first, which would be for each connection.
     */
    private void tick() {
      long idle = getIdleTimeout();
      if (isRunning() && idle > 0) {
        long pause = Math.clamp(idle / 2, 1, TICK_MS);
        var unused = getScheduler().schedule(this::tick, pause, TimeUnit.MILLISECONDS);
      }
    }

    /** Lets requests end that run, within the time that the server has for its stop. */
    @Override
    protected void doStop() throws Exception {
      try {
        shutdown().get(getServer().getStopTimeout(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        LOG.debug("Some connections were not idle and are cut", e);
      }
      super.doStop();
    }

    @Override
    protected SelectorManager newSelectorManager(
        Executor executor, Scheduler scheduler, int selectors) {
      return new ServerConnectorManager(executor, scheduler, selectors) {

        /** Opens and closes connections on the thread at hand: it is a matter of microseconds. */
        @Override
        protected void execute(Runnable task) {
          if (task instanceof Closeable) {
            task.run();
          } else {
            super.execute(task);
          }
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
          counts.accepted();
          super.endPointOpened(endPoint);
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
          super.endPointClosed(endPoint);
          counts.closed();
        }
      };
    }
  }
}
