// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.web.ClientWatch;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Looks at the socket beneath a request. A closed connection shows as readable without bytes to
 * read; asking for both takes nothing away from the next request on the connection. A selector is
 * opened for each look, as a channel cannot be registered again before its cancelled key is gone.
 */
@Component(immediate = true)
public final class JettyClientWatch implements ClientWatch {

  private static final long PERIOD_MS = 1_000;

  private final Set<Interrupter> watched = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looker;

  /** Begins without anything to look at. */
  @Activate
  public JettyClientWatch() {
    looker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("client-watch").factory());
    // One round for all: a timer for each request would wake this thread for each of them.
    looker.scheduleWithFixedDelay(
        () -> watched.forEach(Interrupter::look), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** Stops looking. */
  @Deactivate
  public void close() {
    looker.shutdownNow();
  }

  @Override
  public Watching watch(HttpServletRequest request) {
    SocketChannel channel = channel(request);
    if (channel == null) {
      return () -> {};
    }
    Interrupter interrupter = new Interrupter(channel, Thread.currentThread());
    watched.add(interrupter);
    return interrupter;
  }

  private static @Nullable SocketChannel channel(HttpServletRequest request) {
    ServletContextRequest jetty = ServletContextRequest.getServletContextRequest(request);
    EndPoint endPoint = jetty.getConnectionMetaData().getConnection().getEndPoint();
    return endPoint.getTransport() instanceof SocketChannel channel ? channel : null;
  }

  private final class Interrupter implements Watching {

    private final SocketChannel channel;
    private final Thread worker;
    private boolean interrupted;
    private boolean closed;

    Interrupter(SocketChannel channel, Thread worker) {
      this.channel = channel;
      this.worker = worker;
    }

    void look() {
      if (isGone()) {
        synchronized (this) {
          if (!closed && !interrupted) {
            interrupted = true;
            worker.interrupt();
          }
        }
      }
    }

    private boolean isGone() {
      try (Selector selector = Selector.open()) {
        channel.register(selector, SelectionKey.OP_READ);
        return selector.selectNow() > 0 && channel.socket().getInputStream().available() == 0;
      } catch (IOException | RuntimeException e) {
        return !channel.isOpen();
      }
    }

    @Override
    public void close() {
      watched.remove(this);
      synchronized (this) {
        closed = true;
        if (interrupted) {
          Thread.interrupted();
        }
      }
    }
  }
}
