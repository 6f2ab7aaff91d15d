// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.concurrent.atomic.LongAdder;

/** What all discoveries of this kind count, by upstream's names. Safe for several threads. */
final class DnsSdMetrics implements MultiCollector {

  private final LongAdder lookUps = new LongAdder();
  private final LongAdder failures = new LongAdder();

  void lookedUp() {
    lookUps.increment();
  }

  void failed() {
    failures.increment();
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        counter("prometheus_sd_dns_lookups", "The number of DNS-SD lookups.", lookUps),
        counter(
            "prometheus_sd_dns_lookup_failures",
            "The number of DNS-SD lookup failures.",
            failures));
  }

  private static CounterSnapshot counter(String name, String help, LongAdder value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value(value.sum()).build())
        .build();
  }
}
