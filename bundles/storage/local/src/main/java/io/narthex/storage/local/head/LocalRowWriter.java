// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import io.narthex.storage.local.memory.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Appends the rows of one target. Its columns are numbers of its own, since several writers may
 * append to one target; usually they equal the target's columns, and nothing is kept for them.
 */
final class LocalRowWriter implements RowWriter {

  private final HeadTarget target;
  private final Scratch.Pool pool;
  // Writer's column to target's column, -1 when released; and the reverse. Empty while straight.
  private int[] toTarget = {};
  private int[] fromTarget = {};
  private int count;
  private boolean straight = true;
  private final IntList free = new IntList(4);
  private final IntList releasing = new IntList(4);
  private final List<SetExemplar> exemplars = new ArrayList<>(0);
  private @Nullable Scratch scratch;
  private boolean closed;

  /** An exemplar that was set, by the target's column. */
  record SetExemplar(int column, Exemplar exemplar) {}

  LocalRowWriter(HeadTarget target, Scratch.Pool pool) {
    this.target = target;
    this.pool = pool;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the writer is closed");
    }
  }

  @Override
  public int column(Labels series) {
    checkOpen();
    int at = target.use(series);
    int known = fromTarget(at);
    if (known >= 0) {
      target.unuse(at);
      keep(known);
      return known;
    }
    int column = free.size() > 0 ? free.removeLast() : count;
    if (straight && column == at) {
      count++;
      return column;
    }
    bend();
    if (at >= fromTarget.length) {
      int before = fromTarget.length;
      fromTarget = Arrays.copyOf(fromTarget, Math.max(at + 1, before * 2));
      Arrays.fill(fromTarget, before, fromTarget.length, -1);
    }
    if (column == count) {
      if (count == toTarget.length) {
        toTarget = Arrays.copyOf(toTarget, Math.max(8, count * 2));
      }
      count++;
    }
    toTarget[column] = at;
    fromTarget[at] = column;
    return column;
  }

  private int toTarget(int column) {
    return straight ? column : toTarget[column];
  }

  /** Returns the writer's column of a target's column, or -1. */
  private int fromTarget(int at) {
    if (straight) {
      return at < count ? at : -1;
    }
    return at < fromTarget.length ? fromTarget[at] : -1;
  }

  /** From now on columns are told apart. */
  private void bend() {
    if (straight) {
      straight = false;
      toTarget = IntStream.range(0, count).toArray();
      fromTarget = toTarget.clone();
    }
  }

  /** A released column that is asked for again before the commit is not released. */
  private void keep(int column) {
    int kept = 0;
    for (int i = 0; i < releasing.size(); i++) {
      if (releasing.get(i) != column) {
        releasing.set(kept++, releasing.get(i));
      }
    }
    while (releasing.size() > kept) {
      releasing.removeLast();
    }
  }

  @Override
  public Labels labels(int column) {
    return target.labels(checkColumn(column));
  }

  @Override
  public void release(int column) {
    checkColumn(column);
    releasing.add(column);
  }

  private int checkColumn(int column) {
    if (column < 0 || column >= count || toTarget(column) < 0) {
      throw new IllegalArgumentException("column " + column + " is not in use");
    }
    return toTarget(column);
  }

  @Override
  public void row(long timestampMs) {
    checkOpen();
    Scratch now = scratch;
    if (now == null) {
      now = pool.take();
      scratch = now;
    }
    now.row(timestampMs);
  }

  private Scratch rows() {
    Scratch now = scratch;
    if (now == null) {
      throw new IllegalStateException("begin a row first");
    }
    return now;
  }

  @Override
  public void set(int column, double value) {
    rows().add(checkColumn(column), value);
  }

  @Override
  public void setAll(double[] values, int n) {
    Scratch into = rows();
    if (n > count) {
      throw new IllegalArgumentException(n + " values, but there are " + count + " columns");
    }
    into.grow(into.entries + n);
    int[] columns = into.columns;
    double[] to = into.values;
    int at = into.entries;
    boolean ascending = into.ascending && straight && at == into.rowStarts[into.rows - 1];
    for (int i = 0; i < n; i++) {
      if (!SpecialValues.isAbsent(values[i])) {
        columns[at] = straight ? i : checkColumn(i);
        to[at++] = values[i];
      }
    }
    into.ascending = ascending;
    into.entries = at;
  }

  @Override
  public void setHistogram(int column, Histogram histogram) {
    Scratch into = rows();
    into.histograms.add(new Scratch.SetHistogram(into.rows - 1, checkColumn(column), histogram));
  }

  @Override
  public void startTimestamp(int column, long startMs) {
    rows().start(checkColumn(column), startMs);
  }

  @Override
  public void exemplar(int column, Exemplar exemplar) {
    checkColumn(column);
    exemplars.add(new SetExemplar(toTarget(column), exemplar));
  }

  @Override
  public void metadata(MetricMetadata metadata) {
    checkOpen();
    target.metadata(metadata);
  }

  @Override
  public CommitResult commit() {
    checkOpen();
    Scratch now = scratch;
    CommitResult result;
    try {
      result = now == null ? CommitResult.allStored(0) : target.commit(now);
      if (!exemplars.isEmpty()) {
        target.exemplars(exemplars);
      }
    } finally {
      rollback();
    }
    while (releasing.size() > 0) {
      int column = releasing.removeLast();
      int at = toTarget(column);
      if (at >= 0) {
        bend();
        toTarget[column] = -1;
        fromTarget[at] = -1;
        free.add(column);
        target.unuse(at);
      }
    }
    return result;
  }

  @Override
  public void rollback() {
    exemplars.clear();
    Scratch now = scratch;
    if (now != null) {
      scratch = null;
      pool.giveBack(now);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      rollback();
      closed = true;
      for (int i = 0; i < count; i++) {
        if (toTarget(i) >= 0) {
          target.unuse(toTarget(i));
        }
      }
    }
  }
}
