// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.CommitResult.Reason;
import io.narthex.spi.storage.CommitResult.Refusal;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects rows and appends them at commit, in order of time. */
final class MemoryRowWriter implements RowWriter {

  /** A sample that waits for the commit. */
  private static final class Pending {
    private final int column;
    private final long timeMs;
    private double value;
    private @Nullable Histogram histogram;
    private long startMs;

    Pending(int column, long timeMs) {
      this.column = column;
      this.timeMs = timeMs;
    }
  }

  private final MemoryStorage storage;
  private final List<@Nullable Labels> columns = new ArrayList<>();
  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final List<Pending> rows = new ArrayList<>();
  private final Map<Integer, Pending> row = new LinkedHashMap<>();
  private final Map<Integer, Long> rowStarts = new HashMap<>();
  private final List<Integer> released = new ArrayList<>();
  private long rowTime;

  MemoryRowWriter(MemoryStorage storage) {
    this.storage = storage;
  }

  @Override
  public int column(Labels series) {
    Integer known = numbers.get(series);
    if (known != null) {
      return known;
    }
    int free = columns.indexOf(null);
    int number = free >= 0 ? free : columns.size();
    if (free >= 0) {
      columns.set(free, series);
    } else {
      columns.add(series);
    }
    numbers.put(series, number);
    return number;
  }

  @Override
  public void release(int column) {
    released.add(column);
  }

  @Override
  public void row(long timestampMs) {
    endRow();
    rowTime = timestampMs;
  }

  private void endRow() {
    row.values()
        .forEach(
            pending -> {
              pending.startMs = rowStarts.getOrDefault(pending.column, 0L);
              rows.add(pending);
            });
    row.clear();
    rowStarts.clear();
  }

  @Override
  public void set(int column, double value) {
    Pending pending = new Pending(column, rowTime);
    pending.value = value;
    row.put(column, pending);
  }

  @Override
  public void setHistogram(int column, Histogram histogram) {
    Pending pending = new Pending(column, rowTime);
    pending.histogram = histogram;
    row.put(column, pending);
  }

  @Override
  public void startTimestamp(int column, long startMs) {
    rowStarts.put(column, startMs);
  }

  @Override
  public CommitResult commit() {
    endRow();
    rows.sort(Comparator.comparingLong(pending -> pending.timeMs));
    int stored = 0;
    int outOfOrder = 0;
    int duplicate = 0;
    List<Refusal> refusals = new ArrayList<>();
    synchronized (storage) {
      for (Pending pending : rows) {
        Labels labels = columns.get(pending.column);
        if (labels == null) {
          throw new IllegalStateException("column " + pending.column + " was released");
        }
        Reason reason =
            storage
                .data(labels)
                .append(pending.timeMs, pending.value, pending.histogram, pending.startMs);
        if (reason == null) {
          stored++;
          continue;
        }
        outOfOrder += reason == Reason.OUT_OF_ORDER ? 1 : 0;
        duplicate += reason == Reason.DUPLICATE ? 1 : 0;
        if (refusals.size() < CommitResult.MAX_REFUSALS) {
          refusals.add(new Refusal(labels, pending.timeMs, reason));
        }
      }
    }
    rows.clear();
    for (int column : released) {
      numbers.remove(columns.get(column));
      columns.set(column, null);
    }
    released.clear();
    return new CommitResult(stored, outOfOrder, duplicate, 0, refusals);
  }

  @Override
  public void rollback() {
    row.clear();
    rowStarts.clear();
    rows.clear();
    released.clear();
  }

  @Override
  public void close() {
    rollback();
  }
}
