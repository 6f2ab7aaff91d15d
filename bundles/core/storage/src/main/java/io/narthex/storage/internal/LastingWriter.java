// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A writer that stays when engines are replaced. While there is an engine it hands everything on;
 * otherwise appends wait here. Between two engines it asks the old one for the labels of its
 * columns, and takes them to the new one.
 *
 * <p>Its user and the host meet at the monitor. The host waits for the end of an append before it
 * takes the engine away or brings one.
 */
final class LastingWriter implements RowWriter {

  /** An append sets its values and commits; it waits for nothing in between. */
  private static final long APPEND_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final RowWaitingRoom room;
  private final Labels target;
  private final ColumnMap columns = new ColumnMap();
  private final List<Integer> releasing = new ArrayList<>(0);
  private final ArrayDeque<WaitingAppend> waiting = new ArrayDeque<>(0);

  private @Nullable RowWriter engine;
  private @Nullable ColumnNames names = new ColumnNames();
  private @Nullable WaitingAppend append;
  private boolean appending;
  private boolean ended;
  private boolean closed;
  private long namesCounted;

  LastingWriter(RowWaitingRoom room, Labels target) {
    this.room = room;
    this.target = target;
  }

  private void check() {
    if (closed) {
      throw new IllegalStateException("the writer is closed");
    }
    if (ended) {
      throw new StorageException(
          "the storage engine was replaced, and a series could not be taken over; ask for another"
              + " writer");
    }
  }

  @Override
  public synchronized int column(Labels series) {
    check();
    RowWriter present = engine;
    int column;
    if (present != null) {
      column = columns.of(present.column(series));
    } else {
      ColumnNames known = names();
      column = known.find(series);
      if (column < 0) {
        if (room.isFull()) {
          throw new LimitExceededException(room.full());
        }
        column = Math.max(columns.used().length(), known.bound());
        known.put(column, series);
        countNames(known);
      }
      columns.take(column);
    }
    releasing.remove((Integer) column);
    return column;
  }

  private ColumnNames names() {
    ColumnNames present = names;
    if (present == null) {
      throw new IllegalStateException("BUG: a writer has neither an engine nor names");
    }
    return present;
  }

  private void countNames(@Nullable ColumnNames now) {
    long size = now == null ? 0 : now.size();
    room.count(size - namesCounted);
    namesCounted = size;
  }

  @Override
  public synchronized Labels labels(int column) {
    checkColumn(column);
    RowWriter present = engine;
    return present == null
        ? names().labels(column)
        : Objects.requireNonNull(present.labels(columns.engine(column)));
  }

  @Override
  public synchronized void release(int column) {
    checkColumn(column);
    releasing.add(column);
    RowWriter present = engine;
    if (present != null && columns.engine(column) >= 0) {
      present.release(columns.engine(column));
    }
  }

  private void checkColumn(int column) {
    if (!columns.isUsed(column)) {
      throw new IllegalArgumentException("column " + column + " is not in use");
    }
  }

  @Override
  public synchronized void row(long timestampMs) {
    begin();
    RowWriter present = engine;
    if (present != null) {
      present.row(timestampMs);
    } else {
      append().row(timestampMs);
    }
  }

  private void begin() {
    check();
    appending = true;
  }

  private WaitingAppend append() {
    WaitingAppend present = append;
    if (present == null) {
      present = new WaitingAppend();
      append = present;
    }
    return present;
  }

  @Override
  public synchronized void set(int column, double value) {
    checkColumn(column);
    RowWriter present = engine;
    if (present != null) {
      if (columns.engine(column) >= 0) {
        present.set(columns.engine(column), value);
      }
    } else {
      append().set(column, value);
    }
  }

  @Override
  public synchronized void setAll(double[] values, int count) {
    RowWriter present = engine;
    if (present == null) {
      append().setAll(values, count);
    } else if (columns.isStraight()) {
      present.setAll(values, count);
    } else {
      for (int c = 0; c < count; c++) {
        if (!SpecialValues.isAbsent(values[c])) {
          set(c, values[c]);
        }
      }
    }
  }

  @Override
  public synchronized void setHistogram(int column, Histogram histogram) {
    checkColumn(column);
    RowWriter present = engine;
    if (present != null) {
      if (columns.engine(column) >= 0) {
        present.setHistogram(columns.engine(column), histogram);
      }
    } else {
      append().histogram(column, histogram);
    }
  }

  @Override
  public synchronized void exemplar(int column, Exemplar exemplar) {
    checkColumn(column);
    begin();
    RowWriter present = engine;
    if (present != null) {
      if (columns.engine(column) >= 0) {
        present.exemplar(columns.engine(column), exemplar);
      }
    } else {
      append().exemplar(column, exemplar);
    }
  }

  @Override
  public synchronized void startTimestamp(int column, long startMs) {
    checkColumn(column);
    RowWriter present = engine;
    if (present != null) {
      if (columns.engine(column) >= 0) {
        present.startTimestamp(columns.engine(column), startMs);
      }
    } else {
      append().start(column, startMs);
    }
  }

  @Override
  public synchronized void metadata(MetricMetadata metadata) {
    begin();
    RowWriter present = engine;
    if (present != null) {
      present.metadata(metadata);
    } else {
      append().metadata(metadata);
    }
  }

  @Override
  public synchronized CommitResult commit() {
    check();
    try {
      RowWriter present = engine;
      CommitResult result =
          present != null ? present.commit() : CommitResult.allStored(keep(append()));
      releasing.forEach(columns::free);
      releasing.clear();
      return result;
    } finally {
      end();
    }
  }

  /** Keeps an append until there is an engine, and returns how many samples it has. */
  private int keep(WaitingAppend now) {
    if (!room.admit(now.size())) {
      throw new StorageException(room.full());
    }
    waiting.add(now);
    return now.samples();
  }

  @Override
  public synchronized void rollback() {
    RowWriter present = engine;
    if (present != null) {
      present.rollback();
    }
    end();
  }

  private void end() {
    append = null;
    appending = false;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    end();
    closed = true;
    RowWriter present = engine;
    if (present != null) {
      engine = null;
      present.close();
    }
    if (waiting.isEmpty()) {
      countNames(null);
      room.left(this);
    }
  }

  /** Brings an engine: columns are asked for, and what waits goes in. */
  synchronized void attach(StorageEngine next) {
    if (ended || engine != null) {
      return;
    }
    awaitEnd();
    RowWriter writer = room.writer(next, target);
    ColumnNames known = names();
    boolean whole = link(known, writer);
    int refused = 0;
    for (WaitingAppend each = waiting.poll(); each != null; each = waiting.poll()) {
      room.count(-each.size());
      refused += replay(each, writer);
    }
    room.replayed(target, refused);
    columns.end(writer::release);
    writer.commit();
    names = null;
    countNames(null);
    if (closed || !whole) {
      // Whoever writes is to learn of the series that was refused when it asks for it again.
      ended = !whole;
      writer.close();
      room.left(this);
    } else {
      engine = writer;
    }
  }

  /** Returns whether the engine took all series. */
  private boolean link(ColumnNames known, RowWriter writer) {
    LimitExceededException refusal = null;
    columns.begin();
    for (int c = 0; c < known.bound(); c++) {
      if (known.has(c)) {
        try {
          columns.link(c, writer.column(known.labels(c)));
        } catch (LimitExceededException e) {
          // Without a column its samples are passed over, as a scrape would fail for it.
          refusal = e;
        }
      }
    }
    if (refusal != null) {
      room.refused(target, refusal);
    }
    return refusal == null;
  }

  /** Returns how many samples were refused. */
  private int replay(WaitingAppend append, RowWriter writer) {
    append.replay(writer, columns::engine);
    try {
      return writer.commit().refused();
    } catch (StorageException e) {
      room.refused(target, e);
      return append.samples();
    }
  }

  /** Takes the engine away; what is appended from now on waits. */
  synchronized void detach() {
    RowWriter present = engine;
    if (present == null) {
      return;
    }
    awaitEnd();
    ColumnNames known = new ColumnNames();
    BitSet used = columns.used();
    for (int c = used.nextSetBit(0); c >= 0 && !ended; c = used.nextSetBit(c + 1)) {
      Labels labels = columns.engine(c) < 0 ? null : present.labels(columns.engine(c));
      if (labels == null) {
        ended = true;
      } else {
        known.put(c, labels);
      }
    }
    engine = null;
    present.close();
    if (ended) {
      room.left(this);
    } else {
      names = known;
      countNames(known);
    }
  }

  /** Forgets what waits; there will be no engine any more. */
  synchronized void abandon() {
    ended = true;
  }

  private void awaitEnd() {
    long deadline = System.nanoTime() + APPEND_NANOS;
    boolean interrupted = false;
    while (appending) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        // Whoever appends was stopped in the middle; nothing of it was promised.
        append = null;
        appending = false;
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
