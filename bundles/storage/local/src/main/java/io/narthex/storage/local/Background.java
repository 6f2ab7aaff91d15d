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
 * The engine's own threads. One makes the log safe, takes new series into the index and shortens
 * the log; another merges partitions and deletes old ones, which takes longer. A failure is logged
 * when it begins and when it ends, not each time.
 */
final class Background implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  /** No partition becomes wider. */
  private static final long LONGEST_MS = 31L * 24 * 3_600_000;

  private static final long MERGE_EVERY_MS = 2_000;

  private final ScheduledExecutorService syncing = thread("narthex-storage-local");
  private final ScheduledExecutorService merging = thread("narthex-storage-merge");
  private final Failures syncFailures = new Failures();
  private final Failures mergeFailures = new Failures();
  // Held while partitions are changed or must not change; before this object's own lock.
  private final Object partitions = new Object();
  private final LocalStorageConfig config;
  private final StorageContext context;
  private final Head head;
  private final LabelStore labels;
  private long lastMinute = System.nanoTime();

  Background(LocalStorageConfig config, StorageContext context, Head head, LabelStore labels) {
    this.config = config;
    this.context = context;
    this.head = head;
    this.labels = labels;
    long every = config.syncInterval().toMillis();
    syncing.scheduleWithFixedDelay(
        () -> syncFailures.watch(this::look), every, every, TimeUnit.MILLISECONDS);
    long slowly = Math.max(every, MERGE_EVERY_MS);
    merging.scheduleWithFixedDelay(
        () -> mergeFailures.watch(this::tidy), slowly, slowly, TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread made = new Thread(task, name);
          made.setDaemon(true);
          return made;
        });
  }

  /** Work that may fail. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /** Tells when some work begins to fail, and when it succeeds again. */
  private static final class Failures {

    private boolean failing;

    void watch(Work work) {
      try {
        work.run();
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
  }

  private void look() throws IOException {
    look(System.nanoTime() - lastMinute > TimeUnit.MINUTES.toNanos(1));
  }

  /** Does what is to be done every second, or every minute. */
  synchronized void look(boolean minute) throws IOException {
    head.force();
    head.checkpoint(config.walSegments());
    labels.refresh(minute);
    if (minute) {
      lastMinute = System.nanoTime();
    }
    // At the end: it must not keep the log from becoming shorter when the disk is full.
    head.forceNotes();
  }

  /** Merges what has come of age and deletes what is too old. */
  void tidy() throws IOException {
    synchronized (partitions) {
      head.merge(widest(), context.retentionBytes() / 10);
      expire();
      head.sweep();
    }
  }

  /** Removes deleted samples from disk. */
  void clean() throws IOException {
    synchronized (partitions) {
      head.clean();
    }
  }

  /** Copies what is stored into an empty folder; the background work waits meanwhile. */
  void copyTo(Path into, boolean withHead) throws IOException {
    synchronized (partitions) {
      copy(into, withHead);
    }
  }

  private synchronized void copy(Path into, boolean withHead) throws IOException {
    head.copyTo(into, withHead);
    labels.copyTo(into.resolve("labels"));
    FolderLock.writeFormat(into);
  }

  /** Partitions become as wide as a tenth of the time, or of the bytes, that are kept. */
  private long widest() {
    long retention = context.retention().toMillis();
    return retention == 0 ? LONGEST_MS : Math.min(LONGEST_MS, retention / 10);
  }

  /** Brings what is stored into its short form. */
  private void compact() throws IOException {
    synchronized (partitions) {
      head.compact(widest(), context.retentionBytes() / 10);
    }
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
    syncing.shutdown();
    merging.shutdown();
    boolean interrupted = !await(syncing) | !await(merging);
    try {
      compact();
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "cannot bring the chunk files into their short form: {}; they stay as they are",
          e.getMessage());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a thread has ended; false when this thread is interrupted meanwhile. */
  private static boolean await(ScheduledExecutorService thread) {
    try {
      while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("still waiting for the storage's background work to end");
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
