// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.scrape.internal.append.ScrapeCounts;
import io.narthex.scrape.internal.append.ScrapeException;
import io.narthex.scrape.internal.measure.GoDuration;
import io.narthex.scrape.internal.measure.RecentValues;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What scraping counts. Safe for several threads. */
final class ScrapeMetrics {

  /** The upper bounds of the histogram of scrape durations, in seconds. */
  static final double[] DURATION_BOUNDS = {
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
  };

  final LongAdder outOfOrder = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder outOfBounds = new LongAdder();
  final LongAdder forcedFlushes = new LongAdder();
  final LongAdder samples = new LongAdder();
  final LongAdder reloads = new LongAdder();
  final Map<String, RecentValues> reloadSeconds = new ConcurrentHashMap<>();
  final LongAdder targetLimitHits = new LongAdder();
  final Map<ScrapeException.Kind, LongAdder> failures = new ConcurrentHashMap<>();
  private final Map<Duration, RecentValues> intervals = new ConcurrentHashMap<>();
  final AtomicLongArray durations = new AtomicLongArray(DURATION_BOUNDS.length);
  final LongAdder durationNanos = new LongAdder();
  final Map<String, LongAdder> syncs = new ConcurrentHashMap<>();
  final LongAdder pools = new LongAdder();
  final Map<String, RecentValues> syncSeconds = new ConcurrentHashMap<>();
  final Map<String, LongAdder> syncFailures = new ConcurrentHashMap<>();

  void counted(ScrapeCounts counts) {
    samples.add(counts.kept());
    if (counts.outOfOrder() + counts.duplicates() + counts.outOfBounds() > 0) {
      outOfOrder.add(counts.outOfOrder());
      duplicates.add(counts.duplicates());
      outOfBounds.add(counts.outOfBounds());
    }
    if (counts.flushed()) {
      forcedFlushes.increment();
    }
  }

  void failure(ScrapeException.Kind kind) {
    failures.computeIfAbsent(kind, k -> new LongAdder()).increment();
  }

  long failures(ScrapeException.Kind kind) {
    LongAdder count = failures.get(kind);
    return count == null ? 0 : count.sum();
  }

  void interval(Duration wanted, long nanos) {
    intervals.computeIfAbsent(wanted, key -> new RecentValues()).add(nanos / 1e9);
  }

  /** Returns the intervals that there were, by the one that was wanted. */
  Map<String, RecentValues> intervals() {
    Map<String, RecentValues> byText = new TreeMap<>();
    intervals.forEach((wanted, lengths) -> byText.put(GoDuration.text(wanted), lengths));
    return byText;
  }

  /** Counts that a job went by another configuration. */
  void reloaded(Duration interval, long nanos) {
    reloads.increment();
    reloadSeconds
        .computeIfAbsent(GoDuration.text(interval), key -> new RecentValues())
        .add(nanos / 1e9);
  }

  void duration(long nanos) {
    double seconds = nanos / 1e9;
    int bucket = 0;
    while (seconds > DURATION_BOUNDS[bucket]) {
      bucket++;
    }
    durations.incrementAndGet(bucket);
    durationNanos.add(nanos);
  }

  void synced(String job, int failed, long nanos) {
    syncSeconds.computeIfAbsent(job, key -> new RecentValues()).add(nanos / 1e9);
    syncs.computeIfAbsent(job, key -> new LongAdder()).increment();
    syncFailures.computeIfAbsent(job, key -> new LongAdder()).add(failed);
  }

  /** Forgets a job that is gone. */
  void forget(String job) {
    syncs.remove(job);
    syncFailures.remove(job);
    syncSeconds.remove(job);
  }
}
