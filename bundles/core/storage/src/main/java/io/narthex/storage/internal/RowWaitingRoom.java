// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.storage.RowIntake;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where rows wait while there is no engine: all {@linkplain LastingWriter lasting writers}, and the
 * memory that they share. Safe for several threads; the host brings and takes engines one after the
 * other.
 */
final class RowWaitingRoom implements RowIntake {

  /** How much may wait: half a minute of 250,000 samples a second. */
  static final long DEFAULT_BYTES = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RowWaitingRoom.class);

  private final Supplier<String> reason;
  private final long maxBytes;
  private final AppendCounts counts;
  private final AtomicLong bytes = new AtomicLong();
  private final Set<LastingWriter> writers = ConcurrentHashMap.newKeySet();
  // Writers are made under the read lock; engines come and go under the write lock.
  private final ReentrantReadWriteLock change = new ReentrantReadWriteLock();
  private @Nullable StorageEngine engine;
  private boolean ended;

  /**
   * An empty room.
   *
   * @param reason says why there is no engine
   * @param counts told of what engines are given
   */
  RowWaitingRoom(Supplier<String> reason, long maxBytes, AppendCounts counts) {
    this.reason = reason;
    this.maxBytes = maxBytes;
    this.counts = counts;
  }

  /** Returns an engine's writer for a target, whose commits are counted. */
  RowWriter writer(StorageEngine present, Labels target) {
    return new CountingWriter(present.writer(target), counts);
  }

  @Override
  public RowWriter writer(Labels target) {
    change.readLock().lock();
    try {
      StorageEngine present = engine;
      if (ended) {
        throw new StorageException("the storage engine has ended with the server");
      }
      if (present == null && isFull()) {
        throw new StorageException(full());
      }
      LastingWriter writer = new LastingWriter(this, target);
      if (present != null) {
        writer.attach(present);
      }
      writers.add(writer);
      return writer;
    } finally {
      change.readLock().unlock();
    }
  }

  /** Brings an engine to all writers. */
  void attach(StorageEngine next) {
    change.writeLock().lock();
    try {
      engine = next;
      long kept = bytes.get();
      for (LastingWriter writer : writers) {
        try {
          writer.attach(next);
        } catch (StorageException e) {
          LOG.error("Waiting rows cannot be given to the storage engine: {}", e.getMessage());
        }
      }
      if (kept > 0) {
        LOG.info("{} bytes of waiting rows and labels went into the storage engine.", kept);
      }
    } finally {
      change.writeLock().unlock();
    }
  }

  /** Takes the engine from all writers; returns when none of them uses it any more. */
  void detach() {
    change.writeLock().lock();
    try {
      engine = null;
      writers.forEach(LastingWriter::detach);
    } finally {
      change.writeLock().unlock();
    }
  }

  /** Refuses all further rows: the server ends. */
  void end() {
    change.writeLock().lock();
    try {
      ended = true;
      writers.forEach(LastingWriter::abandon);
    } finally {
      change.writeLock().unlock();
    }
  }

  void left(LastingWriter writer) {
    writers.remove(writer);
  }

  /** Counts memory that was taken, or given back when negative. */
  void count(long more) {
    bytes.addAndGet(more);
  }

  /** Takes memory for an append unless there is too little. */
  boolean admit(long size) {
    if (bytes.addAndGet(size) <= maxBytes) {
      return true;
    }
    bytes.addAndGet(-size);
    return false;
  }

  boolean isFull() {
    return bytes.get() >= maxBytes;
  }

  /** Returns why nothing more can wait. */
  String full() {
    return "there is no storage engine ("
        + reason.get()
        + "), and the "
        + maxBytes
        + " bytes for rows that wait for one are full; see to the storage plug-in";
  }

  /** Tells that a target's waiting rows are in. */
  void replayed(Labels target, int refused) {
    if (refused > 0) {
      LOG.warn(
          "{} samples of {} that waited for the storage engine were refused by it: they are out of"
              + " order, duplicate or too old",
          refused,
          target);
    }
  }

  /** Tells that a target's waiting rows could not go in. */
  void refused(Labels target, StorageException why) {
    LOG.error(
        "Rows of {} that waited for the storage engine are lost: {}", target, why.getMessage());
  }
}
