// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.discovery;

import io.narthex.scrape.internal.measure.RecentValues;
import io.narthex.scrape.internal.measure.Spreads;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of discoveries, by upstream's names. Safe for several threads. */
public final class DiscoveryMetrics implements MultiCollector {

  private static final Labels SCRAPE = Labels.of("name", "scrape");

  /** One entry of {@code <type>_sd_configs}, by the job that named it first. */
  record Entry(String type, String job) {}

  private static final double[] QUANTILES = {0.5, 0.9, 0.99};

  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder delayed = new LongAdder();
  private final Map<Entry, LongAdder> failures = new ConcurrentHashMap<>();
  private final Map<Entry, RecentValues> refreshes = new ConcurrentHashMap<>();
  private final Map<String, RecentValues> refreshesByType = new ConcurrentHashMap<>();
  private final Map<String, Long> lastUpdates = new ConcurrentHashMap<>();
  private final Set<Object> unusable = ConcurrentHashMap.newKeySet();

  void received(String job) {
    received.increment();
    lastUpdates.put(job, System.currentTimeMillis());
  }

  void failed(Entry entry) {
    failures.computeIfAbsent(entry, key -> new LongAdder()).increment();
  }

  /** Notes how long it took to ask an entry's source once. */
  void refreshed(Entry entry, Duration took) {
    double seconds = took.toNanos() / 1e9;
    refreshes.computeIfAbsent(entry, key -> new RecentValues()).add(seconds);
    refreshesByType.computeIfAbsent(entry.type(), key -> new RecentValues()).add(seconds);
  }

  /** Begins to count an entry, so that its failures can be seen to be none. */
  void begin(Entry entry) {
    failures.computeIfAbsent(entry, key -> new LongAdder());
  }

  /** Notes whether a discovery cannot be made by its configuration. */
  void unusable(Object discovery, boolean is) {
    if (is) {
      unusable.add(discovery);
    } else {
      unusable.remove(discovery);
    }
  }

  /** Counts that a job's targets were brought up to date. */
  public void sent() {
    sent.increment();
  }

  /** Counts that bringing them up to date has to wait, because it was done just before. */
  public void delayed() {
    delayed.increment();
  }

  /** Forgets a discovery that is gone. */
  void forget(Entry entry, Object discovery) {
    failures.remove(entry);
    refreshes.remove(entry);
    lastUpdates.remove(entry.job());
    unusable.remove(discovery);
  }

  @Override
  public MetricSnapshots collect() {
    CounterSnapshot.Builder failed =
        CounterSnapshot.builder()
            .name("prometheus_sd_refresh_failures")
            .help("Number of refresh failures for the given SD mechanism.");
    failures.forEach(
        (entry, count) ->
            failed.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels(entry))
                    .value(count.sum())
                    .build()));
    GaugeSnapshot.Builder updates =
        GaugeSnapshot.builder()
            .name("prometheus_sd_last_update_timestamp_seconds")
            .help("Timestamp of the last update received from the SD providers.");
    lastUpdates.forEach(
        (job, time) ->
            updates.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("name", "scrape", "config", job))
                    .value(time / 1e3)
                    .build()));
    Map<Labels, RecentValues> durations = new HashMap<>();
    refreshes.forEach((entry, recent) -> durations.put(labels(entry), recent));
    return MetricSnapshots.of(
        failed.build(),
        Spreads.summary(
            "prometheus_sd_refresh_duration_seconds",
            "The duration of a refresh in seconds for the given SD mechanism.",
            QUANTILES,
            durations),
        Spreads.histogram(
            "prometheus_sd_refresh_duration_histogram_seconds",
            "The duration of a refresh for the given SD mechanism.",
            "mechanism",
            refreshesByType),
        updates.build(),
        GaugeSnapshot.builder()
            .name("prometheus_sd_failed_configs")
            .help("Current number of service discovery configurations that failed to load.")
            .dataPoint(
                GaugeDataPointSnapshot.builder().labels(SCRAPE).value(unusable.size()).build())
            .build(),
        counter(
            "prometheus_sd_received_updates",
            "Total number of update events received from the SD providers.",
            received),
        counter(
            "prometheus_sd_updates",
            "Total number of update events sent to the SD consumers.",
            sent),
        counter(
            "prometheus_sd_updates_delayed",
            "Total number of update events that couldn't be sent immediately.",
            delayed));
  }

  private static Labels labels(Entry entry) {
    return Labels.of("mechanism", entry.type(), "config", entry.job());
  }

  private static CounterSnapshot counter(String name, String help, LongAdder value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().labels(SCRAPE).value(value.sum()).build())
        .build();
  }
}
