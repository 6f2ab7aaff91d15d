// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiscoveryMetricsTest {

  private static final DiscoveryMetrics.Entry ENTRY = new DiscoveryMetrics.Entry("http", "j");

  private final DiscoveryMetrics metrics = new DiscoveryMetrics();

  @Test
  void tellsHowLongRefreshesTook() {
    metrics.refreshed(ENTRY, Duration.ofMillis(20));
    metrics.refreshed(ENTRY, Duration.ofMillis(40));
    metrics.refreshed(new DiscoveryMetrics.Entry("http", "k"), Duration.ofSeconds(2));

    SummarySnapshot summary = family("prometheus_sd_refresh_duration_seconds");
    assertThat(summary.getDataPoints()).hasSize(2);
    assertThat(summary.getDataPoints())
        .filteredOn(point -> point.getLabels().equals(labels("j")))
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.getCount()).isEqualTo(2);
              assertThat(point.getSum()).isEqualTo(0.06);
              assertThat(point.getQuantiles().size()).isEqualTo(3);
            });
    HistogramSnapshot histogram = family("prometheus_sd_refresh_duration_histogram_seconds");
    assertThat(histogram.getDataPoints())
        .singleElement()
        .satisfies(
            point -> {
              assertThat((Object) point.getLabels()).isEqualTo(Labels.of("mechanism", "http"));
              assertThat(point.getCount()).isEqualTo(3);
            });
  }

  @Test
  void forgetsWhatIsConfiguredNoMore() {
    metrics.begin(ENTRY);
    metrics.failed(ENTRY);
    metrics.refreshed(ENTRY, Duration.ofMillis(20));
    CounterSnapshot failures = family("prometheus_sd_refresh_failures");
    assertThat(failures.getDataPoints().getFirst().getValue()).isEqualTo(1);

    metrics.forget(ENTRY, this);
    failures = family("prometheus_sd_refresh_failures");
    assertThat(failures.getDataPoints()).isEmpty();
    SummarySnapshot summary = family("prometheus_sd_refresh_duration_seconds");
    assertThat(summary.getDataPoints()).isEmpty();
  }

  private static Labels labels(String job) {
    return Labels.of("mechanism", "http", "config", job);
  }

  @SuppressWarnings("unchecked") // the test names the kind that it expects
  private <T extends MetricSnapshot> T family(String name) {
    return (T)
        metrics.collect().stream()
            .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
            .findFirst()
            .orElseThrow();
  }
}
