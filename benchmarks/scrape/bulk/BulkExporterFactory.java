// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks.bulk;

import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.plugin.PluginContext;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;

/** Makes exporters of the type {@code bulk}, which have many series. */
public final class BulkExporterFactory implements ExporterFactory<BulkConfig> {

  @Override
  public String type() {
    return "bulk";
  }

  @Override
  public Class<BulkConfig> configuration() {
    return BulkConfig.class;
  }

  @Override
  public Exporter create(BulkConfig configuration, PluginContext context) {
    return new Bulk(configuration.series());
  }

  /**
   * Families of ten counters; every fourth has another value each time. The snapshots are made
   * beforehand, so that what is measured is the scrape: a target that is asked over HTTP pays for
   * its own work, too.
   */
  private static final class Bulk implements Exporter {

    private static final int ROUNDS = 16;

    private final List<MetricSnapshots> rounds = new ArrayList<>();
    private int next;

    Bulk(int series) {
      List<Labels> labels = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int i = 0; i < series; i++) {
        labels.add(Labels.of("code", String.valueOf(i % 10), "path", "/api/v" + i % 7));
        names.add("bulk_metric_" + i);
      }
      for (int round = 0; round < ROUNDS; round++) {
        rounds.add(snapshots(names, labels, round));
      }
    }

    private static MetricSnapshots snapshots(
        List<String> names, List<Labels> labels, int round) {
      List<MetricSnapshot> families = new ArrayList<>();
      for (int from = 0; from < labels.size(); from += 10) {
        CounterSnapshot.Builder family =
            CounterSnapshot.builder().name(names.get(from)).help("What it counts.");
        for (int i = from; i < Math.min(labels.size(), from + 10); i++) {
          double value = i % 4 == 0 ? round * 17.0 + i : i;
          family.dataPoint(
              CounterDataPointSnapshot.builder().labels(labels.get(i)).value(value).build());
        }
        families.add(family.build());
      }
      return new MetricSnapshots(families);
    }

    @Override
    public MetricSnapshots collect() {
      next = (next + 1) % ROUNDS;
      return rounds.get(next);
    }
  }
}
