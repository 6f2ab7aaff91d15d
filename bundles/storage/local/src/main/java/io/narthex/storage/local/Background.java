// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.storage.local.head.Head;
import io.narthex.storage.local.label.LabelStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's own thread: makes the log safe and takes new series into the index. A failure is
 * logged when it begins and when it ends, not each time.
 */
final class Background implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final long INDEX_COMMIT_MS = 60_000;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "narthex-storage-local");
            made.setDaemon(true);
            return made;
          });
  private final Head head;
  private final LabelStore labels;
  private boolean failing;
  private long indexCommitted = System.nanoTime();

  Background(Duration syncInterval, Head head, LabelStore labels) {
    this.head = head;
    this.labels = labels;
    thread.scheduleWithFixedDelay(
        this::run, syncInterval.toMillis(), syncInterval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      head.force();
      boolean commit =
          System.nanoTime() - indexCommitted > TimeUnit.MILLISECONDS.toNanos(INDEX_COMMIT_MS);
      labels.refresh(commit);
      if (commit) {
        indexCommitted = System.nanoTime();
      }
      if (failing) {
        failing = false;
        LOG.info("the storage folder can be written again");
      }
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.error("cannot make stored samples safe: {}; trying on", e.getMessage(), e);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    try {
      while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("still waiting for the storage's background work to end");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
