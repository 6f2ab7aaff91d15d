// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps what its writers commit in maps that outlive it, and refuses everything once closed. */
final class RecordingEngine {

  /** What is stored, by series and timestamp. */
  final Map<Labels, Map<Long, Object>> stored;

  /** Columns begin at this number of empty ones, so that engines can number differently. */
  final int firstColumn;

  boolean namesColumns = true;
  int maxSeries = Integer.MAX_VALUE;
  private volatile boolean closed;

  RecordingEngine(Map<Labels, Map<Long, Object>> stored, int firstColumn) {
    this.stored = stored;
    this.firstColumn = firstColumn;
  }

  /** Returns it as an engine that can only give writers. */
  StorageEngine engine() {
    return (StorageEngine)
        Proxy.newProxyInstance(
            StorageEngine.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("writer")) {
                checkOpen();
                return new Writer();
              }
              throw new IllegalStateException("unexpected: " + method);
            });
  }

  void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new StorageException("closed");
    }
  }

  private final class Writer implements RowWriter {

    private final Map<Labels, Integer> columns = new HashMap<>();
    private final List<@Nullable Labels> series = new ArrayList<>();
    private final List<Integer> releasing = new ArrayList<>();
    private final List<Object[]> set = new ArrayList<>();
    private long time;

    Writer() {
      for (int i = 0; i < firstColumn; i++) {
        series.add(Labels.of("__name__", "taken" + i));
      }
    }

    @Override
    public int column(Labels labels) {
      checkOpen();
      Integer known = columns.get(labels);
      if (known == null) {
        if (columns.size() >= maxSeries) {
          throw new LimitExceededException("no more than " + maxSeries + " series");
        }
        int free = series.indexOf(null);
        known = free >= 0 ? free : series.size();
        if (free < 0) {
          series.add(labels);
        } else {
          series.set(free, labels);
        }
        columns.put(labels, known);
      }
      releasing.remove(known);
      return known;
    }

    @Override
    public @Nullable Labels labels(int column) {
      checkOpen();
      return namesColumns ? series.get(column) : null;
    }

    @Override
    public void release(int column) {
      releasing.add(column);
    }

    @Override
    public void row(long timestampMs) {
      checkOpen();
      time = timestampMs;
    }

    @Override
    public void set(int column, double value) {
      if (!SpecialValues.isAbsent(value)) {
        put(column, value);
      }
    }

    private void put(int column, Object value) {
      checkOpen();
      Labels labels = series.get(column);
      if (labels == null) {
        throw new IllegalArgumentException("column " + column + " is not in use");
      }
      set.add(new Object[] {labels, time, value});
    }

    @Override
    public void setHistogram(int column, Histogram histogram) {
      put(column, histogram);
    }

    @Override
    public void exemplar(int column, Exemplar exemplar) {
      put(column, exemplar);
    }

    @Override
    public CommitResult commit() {
      checkOpen();
      for (Object[] each : set) {
        synchronized (stored) {
          stored
              .computeIfAbsent((Labels) each[0], l -> new TreeMap<>())
              .put((Long) each[1], each[2]);
        }
      }
      int count = set.size();
      set.clear();
      for (int column : releasing) {
        columns.remove(series.get(column));
        series.set(column, null);
      }
      releasing.clear();
      return CommitResult.allStored(count);
    }

    @Override
    public void rollback() {
      set.clear();
    }

    @Override
    public void close() {
      set.clear();
    }
  }
}
