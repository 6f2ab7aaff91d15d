// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does one thing after the other. */
final class Dispatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final ExecutorService executor;
  private volatile @Nullable Thread thread;

  Dispatcher(String name) {
    executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = Thread.ofVirtual().name(name).unstarted(work);
              thread = made;
              return made;
            });
  }

  /** Does the work soon. After {@link #close} it is not done. */
  void run(Runnable work) {
    submit(work);
  }

  /**
   * Does the work and waits for its end; at once when called from the dispatcher's own thread.
   *
   * @return whether it ended in time
   */
  boolean runAndWait(Runnable work, Duration timeout) {
    if (Thread.currentThread().equals(thread)) {
      work.run();
      return true;
    }
    try {
      submit(work).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CompletableFuture<Void> submit(Runnable work) {
    try {
      return CompletableFuture.runAsync(
          () -> {
            try {
              work.run();
            } catch (RuntimeException | LinkageError e) {
              LOG.error("a step of the plug-in registry failed", e);
            }
          },
          executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Lets work that was handed in end, and takes no more. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
