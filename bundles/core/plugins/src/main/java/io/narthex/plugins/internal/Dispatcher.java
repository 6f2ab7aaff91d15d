// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One virtual thread that does one thing after the other. Safe for several threads. */
final class Dispatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final ExecutorService executor;

  Dispatcher(String name) {
    executor = Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
  }

  /**
   * Does the work when all that came before is done. After {@link #close} it is not done.
   *
   * @return completes when the work has ended, however it ended
   */
  CompletableFuture<Void> run(Runnable work) {
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
