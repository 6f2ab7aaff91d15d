// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StorageStatistics;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An engine that keeps samples in maps, checks the protocol of its writers, and answers nothing.
 */
public final class MemoryEngine implements StorageEngine {

  /** Samples by series, then by time. */
  public final Map<Labels, NavigableMap<Long, Double>> samples = new LinkedHashMap<>();

  /** Since when samples count, by series, then by the samples' time; of those that were told. */
  public final Map<Labels, NavigableMap<Long, Long>> starts = new HashMap<>();

  public final Map<Labels, Histogram> histograms = new HashMap<>();
  public final Map<Labels, List<Exemplar>> exemplars = new HashMap<>();
  public final List<MetricMetadata> families = new ArrayList<>();
  public int openWriters;
  public int usedColumns;
  public int seriesLimit = Integer.MAX_VALUE;
  public boolean full;

  /** Returns a copy of a series' samples. */
  public synchronized NavigableMap<Long, Double> of(String... labels) {
    return new TreeMap<>(samples.getOrDefault(Labels.of(labels), new TreeMap<>()));
  }

  @Override
  public synchronized RowWriter writer(Labels target) {
    openWriters++;
    return new Writer();
  }

  private final class Writer implements RowWriter {

    private final Map<Labels, Integer> columns = new HashMap<>();
    private final List<Labels> byColumn = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final List<Integer> released = new ArrayList<>();
    private final List<Runnable> writes = new ArrayList<>();
    private long row = Long.MIN_VALUE;
    private boolean closed;
    private int stored;
    private int outOfOrder;

    @Override
    public int column(Labels series) {
      check();
      if (series.isEmpty() || series.metricName().isEmpty()) {
        throw new AssertionError("a series without name: " + series);
      }
      Integer known = columns.get(series);
      if (known != null) {
        return known;
      }
      if (columns.size() >= seriesLimit) {
        throw new LimitExceededException("too many series");
      }
      int column;
      if (free.isEmpty()) {
        column = byColumn.size();
        byColumn.add(series);
      } else {
        column = free.pop();
        byColumn.set(column, series);
      }
      columns.put(series, column);
      synchronized (MemoryEngine.this) {
        usedColumns++;
      }
      return column;
    }

    @Override
    public void release(int column) {
      check();
      released.add(column);
    }

    @Override
    public void row(long timestampMs) {
      check();
      row = timestampMs;
    }

    @Override
    public void set(int column, double value) {
      check();
      Labels series = series(column);
      long at = row;
      writes.add(
          () -> {
            NavigableMap<Long, Double> of = samples.computeIfAbsent(series, s -> new TreeMap<>());
            if (!of.isEmpty() && of.lastKey() >= at) {
              outOfOrder++;
            } else {
              of.put(at, value);
              stored++;
            }
          });
    }

    private Labels series(int column) {
      Labels series = byColumn.get(column);
      if (row == Long.MIN_VALUE || !columns.containsKey(series)) {
        throw new AssertionError("no row, or column " + column + " is not in use");
      }
      return series;
    }

    @Override
    public void setHistogram(int column, Histogram histogram) {
      Labels series = series(column);
      writes.add(() -> histograms.put(series, histogram));
    }

    @Override
    public void startTimestamp(int column, long startMs) {
      Labels series = series(column);
      long at = row;
      writes.add(() -> starts.computeIfAbsent(series, s -> new TreeMap<>()).put(at, startMs));
    }

    @Override
    public void exemplar(int column, Exemplar exemplar) {
      Labels series = series(column);
      writes.add(() -> exemplars.computeIfAbsent(series, s -> new ArrayList<>()).add(exemplar));
    }

    @Override
    public void metadata(MetricMetadata metadata) {
      writes.add(() -> families.add(metadata));
    }

    @Override
    public CommitResult commit() {
      check();
      synchronized (MemoryEngine.this) {
        if (full) {
          rollback();
          throw new StorageException("the disk is full");
        }
        stored = 0;
        outOfOrder = 0;
        writes.forEach(Runnable::run);
        rollback();
        for (int column : released) {
          columns.remove(byColumn.get(column));
          usedColumns--;
          free.push(column);
        }
        released.clear();
        return new CommitResult(stored, outOfOrder, 0, 0, List.of());
      }
    }

    @Override
    public void rollback() {
      writes.clear();
      row = Long.MIN_VALUE;
    }

    @Override
    public void close() {
      check();
      closed = true;
      synchronized (MemoryEngine.this) {
        openWriters--;
      }
    }

    private void check() {
      if (closed) {
        throw new StorageException("the writer is closed");
      }
    }
  }

  @Override
  public Selection select(SelectRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Labels> series(List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StorageStatistics statistics(int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cleanTombstones() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void snapshot(Path folder, boolean withHead) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
