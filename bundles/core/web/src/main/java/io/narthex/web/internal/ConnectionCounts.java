// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;

/** Counts the connections of all listeners, by Prometheus' names. Safe for several threads. */
@Component(service = {ConnectionCounts.class, MultiCollector.class})
public final class ConnectionCounts implements MultiCollector {

  private static final String ACCEPTED = "net_conntrack_listener_conn_accepted";
  private static final String CLOSED = "net_conntrack_listener_conn_closed";

  /** Prometheus has this name for all its listeners. */
  private static final Labels LISTENER = Labels.of("listener_name", "http");

  private final LongAdder accepted = new LongAdder();
  private final LongAdder closed = new LongAdder();

  void accepted() {
    accepted.increment();
  }

  void closed() {
    closed.increment();
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        counter(ACCEPTED, "Connections that were accepted.", accepted),
        counter(CLOSED, "Connections that were accepted and are closed.", closed));
  }

  private static CounterSnapshot counter(String name, String help, LongAdder count) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().labels(LISTENER).value(count.sum()).build())
        .build();
  }

  @Override
  public List<String> getPrometheusNames() {
    return List.of(ACCEPTED, CLOSED);
  }
}
