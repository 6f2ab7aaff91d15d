// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import io.narthex.promql.QueryStatistics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The engine's metrics, by upstream's names. Safe for several threads. */
public final class QueryMetrics implements MultiCollector {

  private final Activity activity;
  private final QueryLog log;
  private final int maxConcurrency;
  private final LongAdder samples = new LongAdder();
  private final LongAdder read = new LongAdder();
  private final PhaseDurations evaluation = new PhaseDurations("inner_eval");
  private final PhaseDurations preparation = new PhaseDurations("prepare_time");
  private final PhaseDurations queue = new PhaseDurations("queue_time");
  private final PhaseDurations sort = new PhaseDurations("result_sort");

  /** Metrics of an engine. */
  public QueryMetrics(Activity activity, QueryLog log, int maxConcurrency) {
    this.activity = activity;
    this.log = log;
    this.maxConcurrency = maxConcurrency;
  }

  /** Counts a query that has ended. */
  public void ended(QueryRecord query) {
    QueryStatistics s = query.statistics();
    samples.add(s.totalSamples());
    read.add(s.samplesRead());
    queue.observe(s.queueNanos());
    preparation.observe(s.parseNanos());
    evaluation.observe(s.evaluationNanos());
    // Series come sorted, or are sorted while they are evaluated.
    sort.observe(0);
  }

  private List<PhaseDurations> phases() {
    return List.of(evaluation, preparation, queue, sort);
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> families = new ArrayList<>();
    families.add(
        gauge(
            "prometheus_engine_queries",
            "The current number of queries being executed or waiting.",
            activity.size()));
    families.add(
        gauge(
            "prometheus_engine_queries_concurrent_max",
            "The max number of concurrent queries.",
            maxConcurrency));
    families.add(
        gauge(
            "prometheus_engine_query_log_enabled",
            "State of the query log.",
            log.enabled() ? 1 : 0));
    families.add(
        counter(
            "prometheus_engine_query_log_failures",
            "The number of query log failures.",
            log.failures()));
    families.add(
        counter(
            "prometheus_engine_query_samples",
            "The total number of samples loaded by all queries (full window per step for"
                + " range-vector).",
            samples.sum()));
    families.add(
        counter(
            "prometheus_engine_query_samples_read",
            "The total number of samples read by all queries (only new points per step for"
                + " range-vector).",
            read.sum()));
    families.add(
        SummarySnapshot.builder()
            .name("prometheus_engine_query_duration_seconds")
            .help("Query timings")
            .dataPoint(evaluation.summary())
            .dataPoint(preparation.summary())
            .dataPoint(queue.summary())
            .dataPoint(sort.summary())
            .build());
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder()
            .name("prometheus_engine_query_duration_histogram_seconds")
            .help("The duration of various parts of PromQL query execution.");
    phases().forEach(phase -> histogram.dataPoint(phase.histogram()));
    families.add(histogram.build());
    return new MetricSnapshots(families);
  }

  private static MetricSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static MetricSnapshot counter(String name, String help, double value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
