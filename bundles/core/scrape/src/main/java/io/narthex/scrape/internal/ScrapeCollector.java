// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.scrape.internal.append.ScrapeException.Kind;
import io.narthex.scrape.internal.measure.Spreads;
import io.narthex.spi.model.MetricMetadata;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The server's metrics about scraping, by upstream's names. */
final class ScrapeCollector implements MultiCollector {

  private final ScrapeManager manager;
  private final ScrapeMetrics metrics;

  ScrapeCollector(ScrapeManager manager, ScrapeMetrics metrics) {
    this.manager = manager;
    this.metrics = metrics;
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> out = new ArrayList<>();
    out.add(
        Spreads.summary(
            "prometheus_target_interval_length_seconds",
            "Actual intervals between scrapes.",
            "interval",
            metrics.intervals()));
    out.add(
        Spreads.histogram(
            "prometheus_target_interval_length_histogram_seconds",
            "Actual intervals between scrapes.",
            "interval",
            metrics.intervals()));
    out.add(
        Spreads.summary(
            "prometheus_target_sync_length_seconds",
            "Actual interval to sync the scrape pool.",
            "scrape_job",
            metrics.syncSeconds));
    out.add(
        Spreads.histogram(
            "prometheus_target_sync_length_histogram_seconds",
            "Actual interval to sync the scrape pool.",
            "scrape_job",
            metrics.syncSeconds));
    out.add(durations());
    out.add(
        counter(
            "prometheus_target_scrapes_sample_out_of_order",
            "Samples rejected because they were out of order.",
            metrics.outOfOrder.sum()));
    out.add(
        counter(
            "prometheus_target_scrapes_sample_duplicate_timestamp",
            "Samples rejected because of a duplicate timestamp with another value.",
            metrics.duplicates.sum()));
    out.add(
        counter(
            "prometheus_target_scrapes_sample_out_of_bounds",
            "Samples rejected because they were too old or too far in the future.",
            metrics.outOfBounds.sum()));
    out.add(
        counter(
            "prometheus_target_scrapes_cache_flush_forced",
            "Times that a target's known series were forgotten, being too many while its scrapes fail.",
            metrics.forcedFlushes.sum()));
    out.add(
        counter(
            "prometheus_target_scrapes_exceeded_sample_limit",
            "Scrapes that hit the sample limit and were rejected.",
            metrics.failures(Kind.SAMPLE_LIMIT)));
    out.add(
        counter(
            "prometheus_target_scrapes_exceeded_body_size_limit",
            "Scrapes that hit the body size limit and were rejected.",
            metrics.failures(Kind.BODY_SIZE_LIMIT)));
    out.add(
        counter(
            "prometheus_target_scrape_pool_exceeded_label_limits",
            "Scrapes that exceeded label limits and were rejected.",
            metrics.failures(Kind.LABEL_LIMIT)));
    out.add(
        counter(
            "prometheus_target_scrape_pool_exceeded_target_limit",
            "Updates of a job's targets that found more than its limit.",
            metrics.targetLimitHits.sum()));
    out.add(
        counter(
            "prometheus_target_scrapes_exceeded_native_histogram_bucket_limit",
            "Scrapes that hit the native histogram bucket limit and were rejected.",
            metrics.failures(Kind.HISTOGRAM_LIMIT)));
    out.add(
        counter("prometheus_target_scrape_pools", "Jobs that were started.", metrics.pools.sum()));
    out.add(
        counter(
            "prometheus_target_scrape_pool_reloads",
            "Jobs that went by another configuration after a reload.",
            metrics.reloads.sum()));
    out.add(
        Spreads.summary(
            "prometheus_target_reload_length_seconds",
            "Actual interval to reload the scrape pool with a given configuration.",
            "interval",
            metrics.reloadSeconds));
    out.add(counter("narthex_scrape_samples", "Samples scraped and kept.", metrics.samples.sum()));
    out.add(
        counter(
            "narthex_scrape_storage_failures",
            "Scrapes that could not be stored.",
            metrics.failures(Kind.STORAGE)));
    out.add(
        byJob(
            "prometheus_target_scrape_pool_sync",
            "Syncs of a job's targets with its discoveries.",
            metrics.syncs));
    out.add(
        byJob(
            "prometheus_target_sync_failed",
            "Targets that could not be made of what was discovered.",
            metrics.syncFailures));
    pools(out);
    return new MetricSnapshots(out);
  }

  private void pools(List<MetricSnapshot> out) {
    GaugeSnapshot.Builder targets =
        GaugeSnapshot.builder()
            .name("prometheus_target_scrape_pool_targets")
            .help("Current number of targets in this scrape pool.");
    GaugeSnapshot.Builder limits =
        GaugeSnapshot.builder()
            .name("prometheus_target_scrape_pool_target_limit")
            .help("Maximum number of targets allowed in this scrape pool.");
    GaugeSnapshot.Builder discovered =
        GaugeSnapshot.builder()
            .name("prometheus_sd_discovered_targets")
            .help("Current number of discovered targets.");
    GaugeSnapshot.Builder waiting =
        GaugeSnapshot.builder()
            .name("narthex_scrape_job_problems")
            .help("What a job waits for or cannot use beside failed scrapes.");
    GaugeSnapshot.Builder families =
        GaugeSnapshot.builder()
            .name("prometheus_target_metadata_cache_entries")
            .help("Total number of metric metadata entries in the cache");
    GaugeSnapshot.Builder bytes =
        GaugeSnapshot.builder()
            .name("prometheus_target_metadata_cache_bytes")
            .help("The number of bytes that are currently used for storing metric metadata");
    for (ScrapeJob job : manager.jobs()) {
      Labels name = Labels.of("scrape_job", job.name());
      targets.dataPoint(gauge(name, job.loops().size()));
      limits.dataPoint(gauge(name, job.config().targetLimit()));
      int count = job.discovered().values().stream().mapToInt(Integer::intValue).sum();
      discovered.dataPoint(gauge(Labels.of("name", "scrape", "config", job.name()), count));
      waiting.dataPoint(gauge(name, job.problems().size()));
      int entries = 0;
      long length = 0;
      for (ScrapeLoop loop : job.loops()) {
        for (MetricMetadata family : loop.metadata()) {
          entries++;
          length += family.help().length() + family.unit().length();
          length += family.type().name().length();
        }
      }
      families.dataPoint(gauge(name, entries));
      bytes.dataPoint(gauge(name, length));
    }
    out.add(targets.build());
    out.add(limits.build());
    out.add(discovered.build());
    out.add(waiting.build());
    out.add(families.build());
    out.add(bytes.build());
  }

  private static GaugeDataPointSnapshot gauge(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static CounterSnapshot byJob(String name, String help, Map<String, LongAdder> values) {
    CounterSnapshot.Builder out = CounterSnapshot.builder().name(name).help(help);
    values.forEach(
        (job, value) ->
            out.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of("scrape_job", job))
                    .value(value.sum())
                    .build()));
    return out.build();
  }

  private HistogramSnapshot durations() {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < ScrapeMetrics.DURATION_BOUNDS.length; i++) {
      buckets.bucket(ScrapeMetrics.DURATION_BOUNDS[i], metrics.durations.get(i));
    }
    return HistogramSnapshot.builder()
        .name("prometheus_target_scrape_duration_seconds")
        .help("Time from the start of a scrape to its storage.")
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(metrics.durationNanos.sum() / 1e9)
                .build())
        .build();
  }
}
