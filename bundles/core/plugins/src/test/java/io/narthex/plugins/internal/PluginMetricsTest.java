// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginMetricsTest {

  @TempDir private Path work;

  @Test
  void callsFailuresTimeAndStatesAreMeasured() throws Exception {
    Path folder = Files.createDirectory(work.resolve("plugins"));
    TestJar.exporter("test.alpha", "1.0.0").into(folder.resolve("alpha.jar"));
    try (TestRuntime runtime = new TestRuntime(work, List.of(folder))) {
      Await.until(() -> assertThat(runtime.words("alpha.jar")).containsExactly("ACTIVE 1.0.0"));
      Plugin<?> plugin = runtime.plugin("alpha");
      runtime.live.call(plugin, "collect", Duration.ofSeconds(5), () -> 1);
      assertThatThrownBy(
              () ->
                  runtime.live.call(
                      plugin,
                      "collect",
                      Duration.ofSeconds(5),
                      () -> {
                        throw new java.io.IOException();
                      }))
          .isInstanceOf(PluginCallException.class)
          .hasMessage("exporter alpha: collect failed: IOException");

      MetricSnapshots metrics = new PluginMetrics(runtime.live, runtime.manager).collect();

      CounterSnapshot calls = (CounterSnapshot) family(metrics, "narthex_plugin_calls");
      assertThat(calls.getDataPoints())
          .singleElement()
          .satisfies(
              point -> {
                assertThat(point.getValue()).isEqualTo(2);
                assertThat(point.getLabels().get("kind")).isEqualTo("exporter");
                assertThat(point.getLabels().get("type")).isEqualTo("alpha");
                assertThat(point.getLabels().get("bundle")).isEqualTo("test.alpha");
                assertThat(point.getLabels().get("operation")).isEqualTo("collect");
              });
      CounterSnapshot failures = (CounterSnapshot) family(metrics, "narthex_plugin_call_failures");
      assertThat(failures.getDataPoints().getFirst().getValue()).isEqualTo(1);
      SummarySnapshot time =
          (SummarySnapshot) family(metrics, "narthex_plugin_call_duration_seconds");
      assertThat(time.getDataPoints().getFirst().getCount()).isEqualTo(2);
      assertThat(time.getDataPoints().getFirst().getSum()).isPositive();
      GaugeSnapshot states = (GaugeSnapshot) family(metrics, "narthex_plugin_state");
      assertThat(states.getDataPoints())
          .extracting(p -> p.getLabels().get("state") + " " + p.getValue())
          .containsExactlyInAnyOrder("active 1.0", "waiting 0.0", "refused 0.0", "quarantined 0.0");
    }
  }

  private static MetricSnapshot family(MetricSnapshots metrics, String name) {
    return metrics.stream()
        .filter(m -> m.getMetadata().getPrometheusName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
