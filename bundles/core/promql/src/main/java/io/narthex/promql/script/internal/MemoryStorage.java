// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StorageStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * A storage engine that keeps its series in memory: floats, native histograms, start timestamps and
 * stale markers. Batches have one series. Meant for scripts, so a selection looks at every series.
 *
 * <p>All state is guarded by this object's lock; a selection copies what it gives out.
 */
public final class MemoryStorage implements StorageEngine {

  private final Map<Labels, SeriesData> series = new LinkedHashMap<>();
  private boolean closed;

  /** Starts empty. */
  public MemoryStorage() {}

  @Override
  public RowWriter writer(Labels target) {
    return new MemoryRowWriter(this);
  }

  /** Returns the series of some labels, made when missing. Called with the lock held. */
  SeriesData data(Labels labels) {
    if (closed) {
      throw new StorageException("the storage is closed");
    }
    return series.computeIfAbsent(labels, SeriesData::new);
  }

  @Override
  public synchronized Selection select(SelectRequest request) {
    List<MemoryBatch> batches = new ArrayList<>();
    // Queries are to notice when they look at labels that they did not ask for.
    Set<String> wanted = request.hints().labels();
    for (SeriesData data :
        matching(List.of(request.matchers()), request.fromMs(), request.toMs())) {
      Labels labels = wanted == null ? data.labels() : data.labels().keep(wanted::contains);
      batches.add(MemoryBatch.of(data, labels, request.fromMs(), request.toMs()));
    }
    return new MemorySelection(batches);
  }

  private List<SeriesData> matching(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    if (closed) {
      throw new StorageException("the storage is closed");
    }
    List<LabelTest> tests = matcherSets.stream().map(LabelTest::new).toList();
    List<SeriesData> found = new ArrayList<>();
    for (SeriesData data : series.values()) {
      int first = data.from(fromMs);
      if (first < data.size()
          && data.time(first) <= toMs
          && (tests.isEmpty() || tests.stream().anyMatch(t -> t.test(data.labels())))) {
        found.add(data);
      }
    }
    return found;
  }

  @Override
  public synchronized List<String> labelNames(
      List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    TreeSet<String> names = new TreeSet<>();
    for (SeriesData data : matching(matcherSets, fromMs, toMs)) {
      data.labels().forEach(label -> names.add(label.name()));
    }
    return limited(List.copyOf(names), limit);
  }

  @Override
  public synchronized List<String> labelValues(
      String name, List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    TreeSet<String> values = new TreeSet<>();
    for (SeriesData data : matching(matcherSets, fromMs, toMs)) {
      if (data.labels().contains(name)) {
        values.add(data.labels().get(name));
      }
    }
    return limited(List.copyOf(values), limit);
  }

  @Override
  public synchronized List<Labels> series(
      List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    return limited(
        matching(matcherSets, fromMs, toMs).stream().map(SeriesData::labels).toList(), limit);
  }

  private static <T> List<T> limited(List<T> all, int limit) {
    return limit > 0 && all.size() > limit ? all.subList(0, limit) : all;
  }

  @Override
  public synchronized StorageStatistics statistics(int limit) {
    Map<String, Long> byMetric = new TreeMap<>();
    Map<String, TreeSet<String>> byLabel = new TreeMap<>();
    Map<String, Long> byPair = new TreeMap<>();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (SeriesData data : series.values()) {
      byMetric.merge(data.labels().metricName(), 1L, Long::sum);
      data.labels()
          .forEach(
              label -> {
                byLabel.computeIfAbsent(label.name(), n -> new TreeSet<>()).add(label.value());
                byPair.merge(label.name() + "=" + label.value(), 1L, Long::sum);
              });
      if (data.size() > 0) {
        min = Math.min(min, data.time(0));
        max = Math.max(max, data.time(data.size() - 1));
      }
    }
    return new StorageStatistics(
        series.size(),
        byPair.size(),
        0,
        min,
        max,
        0,
        ranked(byMetric, n -> n, limit),
        ranked(byLabel, TreeSet::size, limit),
        ranked(byLabel, v -> v.stream().mapToLong(String::length).sum(), limit),
        ranked(byPair, n -> n, limit));
  }

  private static <V> List<StorageStatistics.Ranked> ranked(
      Map<String, V> map, ToLongFunction<V> count, int limit) {
    return map.entrySet().stream()
        .map(e -> new StorageStatistics.Ranked(e.getKey(), count.applyAsLong(e.getValue())))
        .sorted((a, b) -> Long.compare(b.value(), a.value()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void delete(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    for (SeriesData data : matching(matcherSets, fromMs, toMs)) {
      data.delete(fromMs, toMs);
    }
  }

  /** Does nothing: deleted samples are gone at once. */
  @Override
  public void cleanTombstones() {}

  /** Not possible: there is nothing on disk that could be opened again. */
  @Override
  public void snapshot(Path folder, boolean withHead) {
    throw new UnsupportedOperationException("samples in memory cannot be written to " + folder);
  }

  @Override
  public synchronized void close() {
    closed = true;
    series.clear();
  }
}
