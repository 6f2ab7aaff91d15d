// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;

/** Counts requests by endpoint and status, and their durations by endpoint. */
@Component(service = {HttpMetrics.class, MultiCollector.class})
public final class HttpMetrics implements MultiCollector {

  private static final double[] BOUNDS = {
    .1, .2, .4, 1, 3, 8, 20, 60, 120, Double.POSITIVE_INFINITY
  };
  private static final String REQUESTS = "prometheus_http_requests";
  private static final String DURATION = "prometheus_http_request_duration_seconds";

  private final ConcurrentHashMap<Key, LongAdder> requests = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Durations> durations = new ConcurrentHashMap<>();

  /** Counts one request. */
  void served(String handler, int status, long nanos) {
    requests.computeIfAbsent(new Key(handler, status), k -> new LongAdder()).increment();
    durations.computeIfAbsent(handler, k -> new Durations()).add(nanos / 1e9);
  }

  @Override
  public MetricSnapshots collect() {
    CounterSnapshot.Builder counts =
        CounterSnapshot.builder().name(REQUESTS).help("Counter of HTTP requests.");
    requests.forEach(
        (key, count) ->
            counts.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("code", Integer.toString(key.status), "handler", key.handler))
                    .value(count.sum())
                    .build()));
    HistogramSnapshot.Builder times =
        HistogramSnapshot.builder()
            .name(DURATION)
            .help("Histogram of latencies for HTTP requests.");
    durations.forEach((handler, duration) -> times.dataPoint(duration.snapshot(handler)));
    return MetricSnapshots.of(counts.build(), times.build());
  }

  @Override
  public List<String> getPrometheusNames() {
    return List.of(REQUESTS, DURATION);
  }

  private record Key(String handler, int status) {}

  private static final class Durations {

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length);
    private final DoubleAdder sum = new DoubleAdder();

    void add(double seconds) {
      int i = 0;
      while (seconds > BOUNDS[i]) {
        i++;
      }
      counts.incrementAndGet(i);
      sum.add(seconds);
    }

    HistogramSnapshot.HistogramDataPointSnapshot snapshot(String handler) {
      ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      for (int i = 0; i < BOUNDS.length; i++) {
        buckets.bucket(BOUNDS[i], counts.get(i));
      }
      return HistogramSnapshot.HistogramDataPointSnapshot.builder()
          .labels(Labels.of("handler", handler))
          .classicHistogramBuckets(buckets.build())
          .sum(sum.sum())
          .build();
    }
  }
}
