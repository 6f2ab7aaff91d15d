// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The threads, timers and buffers of all transports. They start with the first transport.
 *
 * <p>Names are resolved on platform threads of their own: a look-up blocks in native code, where it
 * would hold a carrier of virtual threads, and a name server that does not answer must not keep the
 * connections to other hosts from being served.
 */
final class SharedThreads implements AutoCloseable {

  /** One is taken by each transport; the rest serve what arrives. */
  private static final int MOST_THREADS = 1024;

  private static final int MOST_LOOK_UPS = 128;
  private static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int LARGEST_BUFFER = 64 << 10;
  private static final int BUFFER_STEP = 4 << 10;
  private static final long KEPT_BYTES = 16L << 20;

  private final ClientThreads executor = new ClientThreads(MOST_THREADS, 2);
  private final Scheduler scheduler = new ScheduledExecutorScheduler("http-client-timer", true);
  private final ByteBufferPool buffers =
      new ArrayByteBufferPool(
          0, BUFFER_STEP, LARGEST_BUFFER, Integer.MAX_VALUE, KEPT_BYTES, KEPT_BYTES);
  private final ThreadPoolExecutor lookUps =
      new ThreadPoolExecutor(
          MOST_LOOK_UPS,
          MOST_LOOK_UPS,
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("http-client-dns-", 0).daemon().factory());
  private boolean started;

  SharedThreads() {
    executor.setIdleTimeout((int) IDLE.toMillis());
    lookUps.allowCoreThreadTimeOut(true);
  }

  /** Starts them unless they run. */
  synchronized void start() {
    if (started) {
      return;
    }
    started = true;
    try {
      executor.start();
      scheduler.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client's threads cannot be started", e);
    }
  }

  ClientThreads executor() {
    return executor;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  ByteBufferPool buffers() {
    return buffers;
  }

  SocketAddressResolver resolver() {
    return new SocketAddressResolver.Async(lookUps, scheduler, LOOK_UP_TIMEOUT.toMillis());
  }

  @Override
  public synchronized void close() {
    lookUps.shutdownNow();
    try {
      scheduler.stop();
      executor.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client's threads cannot be stopped", e);
    }
  }
}
