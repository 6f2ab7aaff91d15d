// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.spi.config.Required;
import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.plugin.PluginContext;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Exporters of a gauge with the configured value, and a record of what became of them. */
final class FakeExporterFactory<C extends Record> implements ExporterFactory<C> {

  record Optional(double value) {

    Optional {
      if (value < 0) {
        throw new IllegalArgumentException("value must not be negative");
      }
    }
  }

  record Needy(@Required String host) {}

  final List<String> closed = new ArrayList<>();
  final AtomicInteger collects = new AtomicInteger();

  /** Who holds the only permit keeps the exporters from coming back. */
  final Semaphore pause = new Semaphore(1);

  private final String type;
  private final Class<C> configuration;

  FakeExporterFactory(String type, Class<C> configuration) {
    this.type = type;
    this.configuration = configuration;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Class<C> configuration() {
    return configuration;
  }

  @Override
  public Exporter create(C bound, PluginContext context) {
    double value = bound instanceof Optional optional ? optional.value() : 0;
    String name = context.name();
    return new Exporter() {
      @Override
      public MetricSnapshots collect() {
        collects.incrementAndGet();
        pause.acquireUninterruptibly();
        pause.release();
        return MetricSnapshots.of(
            GaugeSnapshot.builder()
                .name("fake")
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build());
      }

      @Override
      public void close() {
        closed.add(name);
      }
    };
  }
}
