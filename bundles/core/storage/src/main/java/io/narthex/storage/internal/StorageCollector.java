// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StoragePartition;
import io.narthex.spi.storage.StorageStatistics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The server's metrics about storage, by the names that upstream has for its own engine, as far as
 * every engine has such a thing: partitions are its blocks. Without an engine only the counters and
 * limits are there.
 */
final class StorageCollector implements MultiCollector {

  private final StorageEngine engine;
  private final Supplier<StorageSettings> settings;
  private final AppendCounts counts;

  StorageCollector(StorageEngine engine, Supplier<StorageSettings> settings, AppendCounts counts) {
    this.engine = engine;
    this.settings = settings;
    this.counts = counts;
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> out = new ArrayList<>();
    out.add(
        CounterSnapshot.builder()
            .name("prometheus_tsdb_head_samples_appended")
            .help("Total number of appended samples.")
            .dataPoint(counted("float", counts.floats.sum()))
            .dataPoint(counted("histogram", counts.histograms.sum()))
            .build());
    out.add(
        CounterSnapshot.builder()
            .name("prometheus_tsdb_out_of_order_samples")
            .help("Samples refused because their series has a newer one.")
            .dataPoint(counted("float", counts.outOfOrder.sum()))
            .build());
    out.add(
        CounterSnapshot.builder()
            .name("prometheus_tsdb_too_old_samples")
            .help("Samples refused because they lie before everything that can be appended.")
            .dataPoint(counted("float", counts.tooOld.sum()))
            .build());
    StorageSettings now = settings.get();
    gauge(
        out,
        "prometheus_tsdb_retention_limit_seconds",
        "How long samples are kept, 0 for no limit.",
        now.retention().toMillis() / 1e3);
    gauge(
        out,
        "prometheus_tsdb_retention_limit_bytes",
        "How many bytes samples may take on disk, 0 for no limit.",
        now.retentionBytes());
    try {
      stored(out, engine.statistics(0), engine.partitions());
      out.add(
          CounterSnapshot.builder()
              .name("prometheus_tsdb_wal_corruptions")
              .help("How often damage of stored data was met, in whichever file.")
              .dataPoint(CounterDataPointSnapshot.builder().value(engine.corruptions()).build())
              .build());
    } catch (StorageException e) {
      // There is no engine now, which prometheus_ready and the state of the plug-in tell.
      return new MetricSnapshots(out);
    }
    return new MetricSnapshots(out);
  }

  private static void stored(
      List<MetricSnapshot> out, StorageStatistics statistics, List<StoragePartition> partitions) {
    gauge(out, "prometheus_tsdb_head_series", "Series that are active.", statistics.series());
    gauge(out, "prometheus_tsdb_head_chunks", "Chunks in the head.", statistics.chunks());
    time(out, "prometheus_tsdb_head_min_time", "The oldest sample's", statistics.minTimeMs());
    time(out, "prometheus_tsdb_head_max_time", "The newest sample's", statistics.maxTimeMs());
    long lowest = statistics.minTimeMs();
    long bytes = 0;
    for (StoragePartition partition : partitions) {
      lowest = Math.min(lowest, partition.minTimeMs());
      bytes += partition.bytes();
    }
    time(out, "prometheus_tsdb_lowest_timestamp", "The oldest stored", lowest);
    gauge(out, "prometheus_tsdb_blocks_loaded", "Partitions that are open.", partitions.size());
    gauge(out, "prometheus_tsdb_storage_blocks_bytes", "What partitions take on disk.", bytes);
  }

  private static void time(List<MetricSnapshot> out, String name, String what, long ms) {
    gauge(out, name, what + " timestamp in milliseconds.", ms);
    gauge(out, name + "_seconds", what + " timestamp in seconds.", ms / 1e3);
  }

  private static void gauge(List<MetricSnapshot> out, String name, String help, double value) {
    out.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private static CounterDataPointSnapshot counted(String type, long value) {
    return CounterDataPointSnapshot.builder().labels(Labels.of("type", type)).value(value).build();
  }
}
