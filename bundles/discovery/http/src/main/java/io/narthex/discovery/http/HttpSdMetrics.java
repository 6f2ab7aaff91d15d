// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.concurrent.atomic.LongAdder;

/** What all discoveries of this kind count, by upstream's names. Safe for several threads. */
final class HttpSdMetrics implements MultiCollector {

  private final LongAdder failures = new LongAdder();

  void failed() {
    failures.increment();
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        CounterSnapshot.builder()
            .name("prometheus_sd_http_failures")
            .help("Number of HTTP service discovery refresh failures.")
            .dataPoint(CounterDataPointSnapshot.builder().value(failures.sum()).build())
            .build());
  }
}
