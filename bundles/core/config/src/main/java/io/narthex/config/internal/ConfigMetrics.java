// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigService;
import io.narthex.config.ReloadStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;

/** Upstream's metrics about reloads. */
final class ConfigMetrics implements MultiCollector {

  private final ConfigService service;

  ConfigMetrics(ConfigService service) {
    this.service = service;
  }

  @Override
  public MetricSnapshots collect() {
    ReloadStatus status = service.status();
    Instant success = status.lastSuccess();
    return MetricSnapshots.of(
        gauge(
            "prometheus_config_last_reload_successful",
            "Whether the last configuration reload attempt was successful.",
            status.successful() ? 1 : 0),
        gauge(
            "prometheus_config_last_reload_success_timestamp_seconds",
            "Timestamp of the last successful configuration reload.",
            success == null ? 0 : success.toEpochMilli() / 1e3));
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
