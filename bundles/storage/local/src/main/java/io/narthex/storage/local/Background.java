// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.storage.StorageContext;
import io.narthex.storage.local.head.Head;
import io.narthex.storage.local.label.LabelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's own thread: makes the log safe, takes new series into the index, shortens the log,
 * merges partitions and deletes old ones. A failure is logged when it begins and when it ends, not
 * each time.
 */
final class Background implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "narthex-storage-local");
            made.setDaemon(true);
            return made;
          });
  private final LocalStorageConfig config;
  private final StorageContext context;
  private final Head head;
  private final LabelStore labels;
  private boolean failing;
  private long lastMinute = System.nanoTime();

  Background(LocalStorageConfig config, StorageContext context, Head head, LabelStore labels) {
    this.config = config;
    this.context = context;
    this.head = head;
    this.labels = labels;
    long every = config.syncInterval().toMillis();
    thread.scheduleWithFixedDelay(this::run, every, every, TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      boolean minute = System.nanoTime() - lastMinute > TimeUnit.MINUTES.toNanos(1);
      look(minute);
      if (failing) {
        failing = false;
        LOG.info("the storage folder can be written again");
      }
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.error("cannot look after the storage folder: {}; trying on", e.getMessage(), e);
      }
    }
  }

  /** Does what is to be done every second, or every minute. */
  synchronized void look(boolean minute) throws IOException {
    head.force();
    head.checkpoint(config.walSegments());
    labels.refresh(minute);
    if (minute) {
      lastMinute = System.nanoTime();
      head.merge();
      expire();
      head.sweep();
    }
  }

  /** Removes deleted samples from disk. */
  synchronized void clean() throws IOException {
    head.clean();
  }

  /** Copies what is stored into an empty folder; the background work waits meanwhile. */
  synchronized void copyTo(Path into, boolean withHead) throws IOException {
    head.copyTo(into, withHead);
    labels.copyTo(into.resolve("labels"));
    FolderLock.writeFormat(into);
  }

  private void expire() throws IOException {
    long newest = head.timeRange()[1];
    if (newest == Long.MIN_VALUE) {
      return;
    }
    // By the data's time, so that an old copy can be looked at; by the clock, so that a sample
    // from the future deletes nothing.
    long now = Math.min(newest, context.clock().millis());
    long before =
        context.retention().isZero() ? Long.MIN_VALUE : now - context.retention().toMillis();
    head.expire(before, context.retentionBytes());
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
