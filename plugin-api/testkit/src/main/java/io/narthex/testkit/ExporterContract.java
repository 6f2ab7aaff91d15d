// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the host relies on in an exporter.
 *
 * @param <C> its configuration
 */
public abstract class ExporterContract<C extends Record>
    extends PluginFactoryContract<ExporterFactory<C>> {

  @TempDir Path folder;

  /** Returns a configuration with which metrics can be read in this test. */
  protected abstract C configuration();

  /** Returns names of families that must be among the metrics, without {@code _total}. */
  protected Set<String> expectedFamilies() {
    return Set.of();
  }

  private Exporter create(String name) {
    return factory().create(configuration(), new TestPluginContext(name, folder.resolve(name)));
  }

  @Test
  void metricsAreCollected() throws Exception {
    try (Exporter exporter = create("first")) {
      MetricSnapshots metrics = exporter.collect();
      assertThat(metrics.size()).as("families").isPositive();
      assertThat(families(metrics)).containsAll(expectedFamilies());
    }
  }

  @Test
  void everyFamilyHasAHelpTextAndNoSeriesTwice() throws Exception {
    try (Exporter exporter = create("first")) {
      for (MetricSnapshot family : exporter.collect()) {
        String name = family.getMetadata().getPrometheusName();
        assertThat(family.getMetadata().getHelp()).as("the help text of %s", name).isNotBlank();
        Set<Object> seen = new HashSet<>();
        for (DataPointSnapshot point : family.getDataPoints()) {
          assertThat(seen.add(point.getLabels()))
              .as("%s%s is there once", name, point.getLabels())
              .isTrue();
        }
      }
    }
  }

  @Test
  void countersDoNotGoDown() throws Exception {
    try (Exporter exporter = create("first")) {
      Map<String, Double> before = counters(exporter.collect());
      Map<String, Double> after = counters(exporter.collect());
      before.forEach(
          (series, value) -> {
            if (after.containsKey(series)) {
              assertThat(after.get(series)).as(series).isGreaterThanOrEqualTo(value);
            }
          });
    }
  }

  @Test
  void instancesDoNotDisturbEachOther() throws Exception {
    try (Exporter second = create("second")) {
      try (Exporter first = create("first")) {
        assertThat(first.collect().size()).isPositive();
        assertThat(second.collect().size()).isPositive();
      }
      assertThat(second.collect().size()).as("after the other was closed").isPositive();
    }
  }

  @Test
  void itCanBeClosedWithoutHavingCollected() throws Exception {
    create("first").close();
  }

  @Test
  void collectingEndsWhenItIsInterrupted() throws Exception {
    try (Exporter exporter = create("first")) {
      CompletableFuture<Void> ended = new CompletableFuture<>();
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      exporter.collect();
                    } catch (Exception e) {
                      // To throw is a fine answer to an interrupt.
                    } finally {
                      ended.complete(null);
                    }
                  });
      thread.interrupt();
      ended.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static Set<String> families(MetricSnapshots metrics) {
    Set<String> names = new HashSet<>();
    metrics.forEach(family -> names.add(family.getMetadata().getPrometheusName()));
    return names;
  }

  private static Map<String, Double> counters(MetricSnapshots metrics) {
    Map<String, Double> values = new HashMap<>();
    for (MetricSnapshot family : metrics) {
      if (family instanceof CounterSnapshot counter) {
        counter
            .getDataPoints()
            .forEach(
                point ->
                    values.put(
                        counter.getMetadata().getPrometheusName() + point.getLabels(),
                        point.getValue()));
      }
    }
    return new TreeMap<>(values);
  }
}
