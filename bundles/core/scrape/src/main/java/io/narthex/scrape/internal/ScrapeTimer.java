// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Wakes the loops of all targets at their times, by one thread. Safe for several threads. */
final class ScrapeTimer implements AutoCloseable {

  private final ScheduledThreadPoolExecutor executor;

  /** Starts the thread with the first use. */
  ScrapeTimer() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "scrape-timer");
              thread.setDaemon(true);
              return thread;
            },
            // After the end nothing is to be woken.
            (task, ended) -> {});
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Runs something after a while.
   *
   * @param ms how long; at once when it is not above zero
   * @param wake must not block
   * @return to be cancelled, when it is not wanted any more
   */
  Future<?> after(long ms, Runnable wake) {
    return executor.schedule(wake, ms, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
