// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;

/** Counts requests by endpoint and status, their durations and the sizes of their answers. */
@Component(service = {HttpMetrics.class, MultiCollector.class})
public final class HttpMetrics implements MultiCollector {

  /** Upper bounds in seconds. */
  private static final double[] DURATION_BOUNDS = {
    .1, .2, .4, 1, 3, 8, 20, 60, 120, Double.POSITIVE_INFINITY
  };

  /** Upper bounds in bytes. */
  private static final double[] SIZE_BOUNDS = {
    1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, Double.POSITIVE_INFINITY
  };

  private static final String REQUESTS = "prometheus_http_requests";
  private static final String DURATION = "prometheus_http_request_duration_seconds";
  private static final String SIZE = "prometheus_http_response_size_bytes";

  private final ConcurrentHashMap<Key, LongAdder> requests = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Spread> durations = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Spread> sizes = new ConcurrentHashMap<>();

  /**
   * Counts one request.
   *
   * @param bytes how long the body of the answer is
   */
  void served(String handler, int status, long nanos, long bytes) {
    requests.computeIfAbsent(new Key(handler, status), k -> new LongAdder()).increment();
    durations.computeIfAbsent(handler, k -> new Spread(DURATION_BOUNDS)).add(nanos / 1e9);
    sizes.computeIfAbsent(handler, k -> new Spread(SIZE_BOUNDS)).add(bytes);
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
    return MetricSnapshots.of(
        counts.build(),
        histogram(DURATION, "Histogram of latencies for HTTP requests.", durations),
        histogram(SIZE, "Sizes of the answers to HTTP requests, before compression.", sizes));
  }

  private static HistogramSnapshot histogram(String name, String help, Map<String, Spread> values) {
    HistogramSnapshot.Builder out = HistogramSnapshot.builder().name(name).help(help);
    values.forEach((handler, spread) -> out.dataPoint(spread.snapshot(handler)));
    return out.build();
  }

  @Override
  public List<String> getPrometheusNames() {
    return List.of(REQUESTS, DURATION, SIZE);
  }

  private record Key(String handler, int status) {}

  /** A histogram. */
  private static final class Spread {

    private final double[] bounds;
    private final AtomicLongArray counts;
    private final DoubleAdder sum = new DoubleAdder();

    Spread(double[] bounds) {
      this.bounds = bounds;
      this.counts = new AtomicLongArray(bounds.length);
    }

    void add(double value) {
      int i = 0;
      while (value > bounds[i]) {
        i++;
      }
      counts.incrementAndGet(i);
      sum.add(value);
    }

    HistogramSnapshot.HistogramDataPointSnapshot snapshot(String handler) {
      ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      for (int i = 0; i < bounds.length; i++) {
        buckets.bucket(bounds[i], counts.get(i));
      }
      return HistogramSnapshot.HistogramDataPointSnapshot.builder()
          .labels(Labels.of("handler", handler))
          .classicHistogramBuckets(buckets.build())
          .sum(sum.sum())
          .build();
    }
  }
}
