// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.scrape.internal.discovery.DiscoveryMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the syncs of jobs whose discoveries changed: at once, but each job at most once in a while,
 * so that a discovery that changes all the time does not keep the server busy.
 */
final class SyncQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SyncQueue.class);

  private final ScheduledThreadPoolExecutor executor;
  private final DiscoveryMetrics metrics;
  private final Map<String, Long> lastRun = new HashMap<>();
  private final Map<String, Runnable> waiting = new HashMap<>();

  /**
   * Makes a queue.
   *
   * @param metrics counts them
   */
  SyncQueue(DiscoveryMetrics metrics) {
    this.metrics = metrics;
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "scrape-sync");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Asks for a sync of a job; several asks before it runs are one.
   *
   * @param pause the least time since the job's last sync
   */
  synchronized void ask(String job, Duration pause, Runnable sync) {
    if (executor.isShutdown() || waiting.put(job, sync) != null) {
      return;
    }
    Long last = lastRun.get(job);
    long delay = last == null ? 0 : Math.max(0, last + pause.toNanos() - System.nanoTime());
    if (delay > 0) {
      metrics.delayed();
    }
    executor.schedule(() -> run(job), delay, TimeUnit.NANOSECONDS);
  }

  private void run(String job) {
    Runnable sync;
    synchronized (this) {
      sync = waiting.remove(job);
      lastRun.put(job, System.nanoTime());
    }
    if (sync != null) {
      try {
        sync.run();
        metrics.sent();
      } catch (RuntimeException e) {
        LOG.error("The targets of job {} could not be brought up to date.", job, e);
      }
    }
  }

  /** Forgets a job that is gone. */
  synchronized void forget(String job) {
    waiting.remove(job);
    lastRun.remove(job);
  }

  @Override
  public synchronized void close() {
    executor.shutdownNow();
  }
}
