// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginStatus;
import io.narthex.plugins.PluginStatus.State;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Metrics about plug-ins: calls, failed calls and their time by operation, and the state of each.
 * There is no CPU time among them: calls run on virtual threads, for which the JVM keeps none.
 */
@Component(service = MultiCollector.class)
public final class PluginMetrics implements MultiCollector {

  private final LivePlugins live;
  private final PluginInventory inventory;

  /** Measures the registry and the inventory. */
  @Activate
  public PluginMetrics(@Reference LivePlugins live, @Reference PluginInventory inventory) {
    this.live = live;
    this.inventory = inventory;
  }

  @Override
  public MetricSnapshots collect() {
    CounterSnapshot.Builder calls =
        CounterSnapshot.builder().name("narthex_plugin_calls").help("Calls into plug-ins.");
    CounterSnapshot.Builder failures =
        CounterSnapshot.builder()
            .name("narthex_plugin_call_failures")
            .help("Calls into plug-ins that threw or overran their deadline.");
    SummarySnapshot.Builder durations =
        SummarySnapshot.builder()
            .name("narthex_plugin_call_duration_seconds")
            .help("Time that calls into plug-ins took, until their end or deadline.");
    live.statistics()
        .figures()
        .forEach(
            (key, figures) -> {
              Labels labels =
                  Labels.of(
                      "kind", key.kind(),
                      "type", key.type(),
                      "bundle", key.bundle(),
                      "operation", key.operation());
              calls.dataPoint(
                  CounterDataPointSnapshot.builder().labels(labels).value(figures.calls()).build());
              failures.dataPoint(
                  CounterDataPointSnapshot.builder()
                      .labels(labels)
                      .value(figures.failures())
                      .build());
              durations.dataPoint(
                  SummaryDataPointSnapshot.builder()
                      .labels(labels)
                      .count(figures.calls())
                      .sum(figures.nanos() / 1e9)
                      .build());
            });
    return MetricSnapshots.of(calls.build(), failures.build(), durations.build(), states());
  }

  private GaugeSnapshot states() {
    GaugeSnapshot.Builder states =
        GaugeSnapshot.builder()
            .name("narthex_plugin_state")
            .help("Whether a plug-in is in the state (1) or not (0).");
    Set<Labels> seen = new HashSet<>();
    for (PluginStatus status : inventory.plugins()) {
      for (State state : State.values()) {
        Labels labels =
            Labels.of(
                "name", status.name(),
                "kind", status.kind(),
                "type", status.type(),
                "version", status.version(),
                "state", state.name().toLowerCase(Locale.ROOT));
        // Two folders may hold refused jars of one name; a series must be there once.
        if (seen.add(labels)) {
          states.dataPoint(
              GaugeDataPointSnapshot.builder()
                  .labels(labels)
                  .value(status.state() == state ? 1 : 0)
                  .build());
        }
      }
    }
    return states.build();
  }
}
