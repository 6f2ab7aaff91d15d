// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.storage;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.CommitResult.Reason;
import io.narthex.spi.storage.CommitResult.Refusal;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StorageStatistics;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Series in a map, samples in a sorted map each. Everything happens under one lock, so a row is
 * seen wholly or not at all; what is read is copied. Nothing survives the process.
 */
final class MemoryEngine implements StorageEngine {

  private final long retentionMs;
  private final long windowMs;
  private final Map<Labels, NavigableMap<Long, Point>> data = new TreeMap<>();
  private boolean closed;

  /**
   * An empty engine.
   *
   * @param retention how much older than its newest sample a series' oldest may be, zero for any
   * @param window how far behind its newest sample a series takes others
   */
  MemoryEngine(Duration retention, Duration window) {
    retentionMs = retention.toMillis();
    windowMs = window.toMillis();
  }

  @Override
  public RowWriter writer(Labels target) {
    return new MemoryWriter(this);
  }

  /** A sample on its way in. */
  record Pending(Labels series, long timestampMs, Point point) {}

  /** Takes an append, all of it under the lock. */
  synchronized CommitResult commit(Collection<Pending> append) {
    checkOpen();
    int[] refused = new int[Reason.values().length];
    List<Refusal> refusals = new ArrayList<>();
    for (Pending sample : append) {
      Reason reason = store(sample);
      if (reason != null) {
        refused[reason.ordinal()]++;
        if (refusals.size() < CommitResult.MAX_REFUSALS) {
          refusals.add(new Refusal(sample.series, sample.timestampMs, reason));
        }
      }
    }
    CommitResult result =
        new CommitResult(
            0,
            refused[Reason.OUT_OF_ORDER.ordinal()],
            refused[Reason.DUPLICATE.ordinal()],
            refused[Reason.TOO_OLD.ordinal()],
            refusals);
    return new CommitResult(
        append.size() - result.refused(),
        result.outOfOrder(),
        result.duplicate(),
        result.tooOld(),
        refusals);
  }

  /** Stores a sample, or returns why not. */
  private @Nullable Reason store(Pending sample) {
    NavigableMap<Long, Point> points =
        data.computeIfAbsent(sample.series, labels -> new TreeMap<>());
    Point there = points.get(sample.timestampMs);
    if (there != null) {
      return there.same(sample.point) ? null : Reason.DUPLICATE;
    }
    if (!points.isEmpty() && sample.timestampMs < points.lastKey() - windowMs) {
      return windowMs == 0 ? Reason.OUT_OF_ORDER : Reason.TOO_OLD;
    }
    points.put(sample.timestampMs, sample.point);
    if (retentionMs > 0) {
      points.headMap(points.lastKey() - retentionMs).clear();
    }
    return null;
  }

  @Override
  public synchronized Selection select(SelectRequest request) {
    checkOpen();
    Predicate<Labels> wanted = Matching.all(request.matchers());
    List<SeriesBatch> batches = new ArrayList<>();
    data.forEach(
        (labels, points) -> {
          if (wanted.test(labels)) {
            NavigableMap<Long, Point> found =
                points.subMap(request.fromMs(), true, request.toMs(), true);
            if (!found.isEmpty()) {
              batches.add(new OneSeries(labels, found));
            }
          }
        });
    return new Batches(batches);
  }

  private Stream<Labels> matching(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    checkOpen();
    Predicate<Labels> wanted = Matching.anySet(matcherSets);
    return data.entrySet().stream()
        .filter(e -> wanted.test(e.getKey()))
        .filter(e -> !e.getValue().subMap(fromMs, true, toMs, true).isEmpty())
        .map(Map.Entry::getKey);
  }

  private static <T> List<T> limited(Collection<T> found, int limit) {
    return found.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
  }

  @Override
  public synchronized List<String> labelNames(
      List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    Set<String> names = new TreeSet<>();
    matching(matcherSets, fromMs, toMs).forEach(l -> l.forEach(label -> names.add(label.name())));
    return limited(names, limit);
  }

  @Override
  public synchronized List<String> labelValues(
      String name, List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    Set<String> values = new TreeSet<>();
    matching(matcherSets, fromMs, toMs).forEach(labels -> values.add(labels.get(name)));
    values.remove("");
    return limited(values, limit);
  }

  @Override
  public synchronized List<Labels> series(
      List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    return limited(matching(matcherSets, fromMs, toMs).toList(), limit);
  }

  @Override
  public synchronized StorageStatistics statistics(int limit) {
    checkOpen();
    Map<String, Long> byMetric = new HashMap<>();
    Map<String, Long> byPair = new HashMap<>();
    Map<String, Set<String>> values = new HashMap<>();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (Map.Entry<Labels, NavigableMap<Long, Point>> entry : data.entrySet()) {
      min = Math.min(min, entry.getValue().firstKey());
      max = Math.max(max, entry.getValue().lastKey());
      byMetric.merge(entry.getKey().metricName(), 1L, Long::sum);
      entry
          .getKey()
          .forEach(
              label -> {
                byPair.merge(label.name() + "=" + label.value(), 1L, Long::sum);
                values.computeIfAbsent(label.name(), n -> new HashSet<>()).add(label.value());
              });
    }
    Map<String, Long> valuesByLabel = new HashMap<>();
    Map<String, Long> bytesByLabel = new HashMap<>();
    values.forEach(
        (name, of) -> {
          valuesByLabel.put(name, (long) of.size());
          bytesByLabel.put(name, of.stream().mapToLong(String::length).sum());
        });
    return new StorageStatistics(
        data.size(),
        byPair.size(),
        data.size(),
        min,
        max,
        0,
        ranked(byMetric, limit),
        ranked(valuesByLabel, limit),
        ranked(bytesByLabel, limit),
        ranked(byPair, limit));
  }

  private static List<Ranked> ranked(Map<String, Long> counts, int limit) {
    return counts.entrySet().stream()
        .map(e -> new Ranked(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingLong(Ranked::value).reversed().thenComparing(Ranked::name))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void delete(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    List<Labels> found = matching(matcherSets, fromMs, toMs).toList();
    for (Labels labels : found) {
      NavigableMap<Long, Point> points = data.get(labels);
      if (points != null) {
        points.subMap(fromMs, true, toMs, true).clear();
        if (points.isEmpty()) {
          data.remove(labels);
        }
      }
    }
  }

  @Override
  public void cleanTombstones() {
    // What is deleted is gone at once.
  }

  @Override
  public void snapshot(Path folder, boolean withHead) throws IOException {
    throw new IOException(
        "the sample engine keeps samples in memory only and makes no snapshots; run with"
            + " --storage.engine=local");
  }

  @Override
  public synchronized void close() {
    closed = true;
    data.clear();
  }

  private void checkOpen() {
    if (closed) {
      throw new StorageException("the engine is closed");
    }
  }
}
