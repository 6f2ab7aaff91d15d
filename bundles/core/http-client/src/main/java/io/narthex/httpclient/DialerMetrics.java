// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What dialers count, by Prometheus' names. */
final class DialerMetrics implements MultiCollector {

  private static final String PREFIX = "net_conntrack_dialer_conn_";
  private static final String FAILED = PREFIX + "failed";
  private static final String NAME = "dialer_name";

  private final Map<String, Dialer> dialers;

  DialerMetrics(Map<String, Dialer> dialers) {
    this.dialers = dialers;
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        counter("attempted", "Connections attempted under a name.", Dialer::attempts),
        counter("established", "Connections made under a name.", Dialer::establishments),
        counter("closed", "Closed connections that were made under a name.", Dialer::closings),
        failures());
  }

  private CounterSnapshot counter(String what, String help, ToLongFunction<Dialer> value) {
    CounterSnapshot.Builder out = CounterSnapshot.builder().name(PREFIX + what).help(help);
    dialers.forEach(
        (name, dialer) -> out.dataPoint(point(Labels.of(NAME, name), value.applyAsLong(dialer))));
    return out.build();
  }

  private CounterSnapshot failures() {
    CounterSnapshot.Builder out =
        CounterSnapshot.builder().name(FAILED).help("Attempts that led to no connection.");
    dialers.forEach(
        (name, dialer) -> {
          for (Dialer.Reason reason : Dialer.Reason.values()) {
            Labels labels = Labels.of(NAME, name, "reason", reason.text());
            out.dataPoint(point(labels, dialer.failures(reason)));
          }
        });
    return out.build();
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  @Override
  public List<String> getPrometheusNames() {
    return List.of(PREFIX + "attempted", PREFIX + "established", PREFIX + "closed", FAILED);
  }
}
