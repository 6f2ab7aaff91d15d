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

  private static final int FAMILY = 10;

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
    return configuration.rounds() > 0
        ? new Premade(configuration.series(), configuration.rounds())
        : new Live(configuration.series());
  }

  private static List<Labels> labels(int series) {
    List<Labels> labels = new ArrayList<>();
    for (int i = 0; i < series; i++) {
      labels.add(Labels.of("code", String.valueOf(i % 10), "path", "/api/v" + i % 7));
    }
    return labels;
  }

  /** Families of ten counters, the values of which are in an array. */
  private static MetricSnapshots snapshots(List<Labels> labels, List<String> names, double[] values) {
    List<MetricSnapshot> families = new ArrayList<>(names.size());
    for (int from = 0; from < values.length; from += FAMILY) {
      CounterSnapshot.Builder family =
          CounterSnapshot.builder().name(names.get(from / FAMILY)).help("What it counts.");
      for (int i = from; i < Math.min(values.length, from + FAMILY); i++) {
        family.dataPoint(
            CounterDataPointSnapshot.builder().labels(labels.get(i)).value(values[i]).build());
      }
      families.add(family.build());
    }
    return new MetricSnapshots(families);
  }

  private static List<String> names(int series) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < series; i += FAMILY) {
      names.add("bulk_metric_" + i);
    }
    return names;
  }

  /** Every fourth counter goes on. */
  private static void count(double[] values) {
    for (int i = 0; i < values.length; i += 4) {
      values[i] += 17;
    }
  }

  /** Gives snapshots that were made beforehand, so that only the scrape is measured. */
  private static final class Premade implements Exporter {

    private final List<MetricSnapshots> rounds = new ArrayList<>();
    private int next;

    Premade(int series, int count) {
      List<Labels> labels = labels(series);
      List<String> names = names(series);
      double[] values = new double[series];
      for (int round = 0; round < count; round++) {
        count(values);
        rounds.add(snapshots(labels, names, values));
      }
    }

    @Override
    public MetricSnapshots collect() {
      next = (next + 1) % rounds.size();
      return rounds.get(next);
    }
  }

  /**
   * Makes its snapshots when it is asked, and says what that took: {@code
   * bulk_collect_seconds_total}.
   */
  private static final class Live implements Exporter {

    private final List<Labels> labels;
    private final List<String> names;
    private final double[] values;
    private long nanos;

    Live(int series) {
      labels = labels(series - 1);
      names = names(series - 1);
      values = new double[series - 1];
    }

    @Override
    public MetricSnapshots collect() {
      long start = System.nanoTime();
      count(values);
      List<MetricSnapshot> families = new ArrayList<>(names.size() + 1);
      families.add(
          CounterSnapshot.builder()
              .name("bulk_collect_seconds")
              .help("What making snapshots has taken.")
              .dataPoint(CounterDataPointSnapshot.builder().value(nanos / 1e9).build())
              .build());
      snapshots(labels, names, values).forEach(families::add);
      MetricSnapshots all = new MetricSnapshots(families);
      nanos += System.nanoTime() - start;
      return all;
    }
  }
}
