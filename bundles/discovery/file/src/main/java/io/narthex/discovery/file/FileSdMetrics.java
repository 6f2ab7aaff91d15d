// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What all discoveries of this kind count, by upstream's names. Safe for several threads. */
final class FileSdMetrics implements MultiCollector {

  private final LongAdder readErrors = new LongAdder();
  private final LongAdder watchErrors = new LongAdder();
  private final LongAdder scans = new LongAdder();
  private final LongAdder scanNanos = new LongAdder();

  /** When each file was last changed, by the discovery that read it. */
  private final Map<Object, Map<Path, Long>> changed = new ConcurrentHashMap<>();

  void readFailed() {
    readErrors.increment();
  }

  void watchFailed(int count) {
    watchErrors.add(count);
  }

  /**
   * Counts a round.
   *
   * @param discovery whose it is
   * @param times the milliseconds of the files' last changes
   */
  void scanned(Object discovery, long nanos, Map<Path, Long> times) {
    scans.increment();
    scanNanos.add(nanos);
    changed.put(discovery, Map.copyOf(times));
  }

  /** Forgets the files of a discovery that ended. */
  void forget(Object discovery) {
    changed.remove(discovery);
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, Long> times = new TreeMap<>();
    changed.values().forEach(files -> files.forEach((file, ms) -> times.put(file.toString(), ms)));
    GaugeSnapshot.Builder modified =
        GaugeSnapshot.builder()
            .name("prometheus_sd_file_mtime_seconds")
            .help("Timestamp (mtime) of files read by FileSD. Timestamp is set at read time.");
    times.forEach(
        (file, ms) ->
            modified.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("filename", file))
                    .value(ms / 1e3)
                    .build()));
    return MetricSnapshots.of(
        modified.build(),
        counter("prometheus_sd_file_read_errors", "The number of File-SD read errors.", readErrors),
        counter(
            "prometheus_sd_file_watcher_errors",
            "The number of File-SD errors caused by filesystem watch failures.",
            watchErrors),
        SummarySnapshot.builder()
            .name("prometheus_sd_file_scan_duration_seconds")
            .help("The duration of the File-SD scan in seconds.")
            .dataPoint(
                SummaryDataPointSnapshot.builder()
                    .count(scans.sum())
                    .sum(scanNanos.sum() / 1e9)
                    .build())
            .build());
  }

  private static CounterSnapshot counter(String name, String help, LongAdder value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value(value.sum()).build())
        .build();
  }
}
