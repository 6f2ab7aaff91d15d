// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.CommitResult;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what is written, and can refuse or fail. */
final class RecordingStorage implements StorageEngine {

  /** For each target its committed rows, as {@code time: series=value}. */
  final Map<String, List<String>> rows = new TreeMap<>();

  final List<String> metadata = new ArrayList<>();
  final Map<Labels, Long> newest = new HashMap<>();
  int columnsAsked;
  int released;
  int commits;
  int closed;
  boolean full;

  @Override
  public synchronized RowWriter writer(Labels target) {
    return new Writer(target.toString());
  }

  private final class Writer implements RowWriter {

    private final String target;
    private final Map<Labels, Integer> columns = new HashMap<>();
    private final Map<Integer, Labels> names = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final List<String> pending = new ArrayList<>();
    private final Map<Labels, Long> times = new HashMap<>();
    private final List<CommitResult.Refusal> refusals = new ArrayList<>();
    private long time;

    Writer(String target) {
      this.target = target;
    }

    @Override
    public int column(Labels series) {
      columnsAsked++;
      return columns.computeIfAbsent(
          series,
          labels -> {
            int column = free.isEmpty() ? names.size() : free.pop();
            names.put(column, labels);
            return column;
          });
    }

    @Override
    public void release(int column) {
      released++;
      columns.remove(names.get(column));
      free.push(column);
    }

    @Override
    public void row(long timestampMs) {
      time = timestampMs;
      pending.add("row " + timestampMs);
    }

    @Override
    public void set(int column, double value) {
      put(column, Double.toString(value));
    }

    @Override
    public void setHistogram(int column, Histogram histogram) {
      put(column, histogram.toString());
    }

    @Override
    public void exemplar(int column, Exemplar exemplar) {
      pending.add(names.get(column).metricName() + " exemplar " + exemplar);
    }

    @Override
    public void metadata(MetricMetadata family) {
      metadata.add(family.toString());
    }

    private void put(int column, String value) {
      Labels series = names.get(column);
      Long last = newest.get(series);
      if (last != null && last > time) {
        refusals.add(new CommitResult.Refusal(series, time, CommitResult.Reason.OUT_OF_ORDER));
      } else {
        times.merge(series, time, Math::max);
        pending.add(series.metricName() + "=" + value);
      }
    }

    @Override
    public CommitResult commit() {
      if (full) {
        throw new StorageException("the disk is full; free some space");
      }
      synchronized (RecordingStorage.this) {
        commits++;
        rows.computeIfAbsent(target, k -> new ArrayList<>()).addAll(pending);
        newest.putAll(times);
        CommitResult result = new CommitResult(times.size(), refusals.size(), 0, 0, refusals);
        rollback();
        return result;
      }
    }

    @Override
    public void rollback() {
      pending.clear();
      times.clear();
      refusals.clear();
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @Override
  public Selection select(SelectRequest request) {
    throw new UnsupportedOperationException("nothing is read here");
  }

  @Override
  public List<String> labelNames(List<List<Matcher>> sets, long from, long to, int limit) {
    return List.of();
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> sets, long from, long to, int limit) {
    return List.of();
  }

  @Override
  public List<Labels> series(List<List<Matcher>> sets, long from, long to, int limit) {
    return List.of();
  }

  @Override
  public StorageStatistics statistics(int limit) {
    throw new UnsupportedOperationException("nothing is counted here");
  }

  @Override
  public void delete(List<List<Matcher>> sets, long from, long to) {}

  @Override
  public void cleanTombstones() {}

  @Override
  public void snapshot(Path folder, boolean withHead) {}

  @Override
  public void close() {}
}
