// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.container;

import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.plugin.PluginContext;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An exporter that can hang, whatever interrupts it. */
final class HangingExporter implements ExporterFactory<HangingExporter.Settings> {

  record Settings() {}

  private final AtomicInteger inside = new AtomicInteger();
  private volatile CountDownLatch latch = new CountDownLatch(0);

  /** Keeps the exporter from coming back. */
  void hang() {
    latch = new CountDownLatch(1);
  }

  /** Lets it come back. */
  void goOn() {
    latch.countDown();
  }

  /** Returns how many threads are lost to it. */
  int inside() {
    return inside.get();
  }

  @Override
  public String type() {
    return "hanging";
  }

  @Override
  public Class<Settings> configuration() {
    return Settings.class;
  }

  @Override
  public Exporter create(Settings settings, PluginContext context) {
    return this::collect;
  }

  private MetricSnapshots collect() {
    inside.incrementAndGet();
    try {
      awaitUninterrupted();
    } finally {
      inside.decrementAndGet();
    }
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("hanging")
            .dataPoint(GaugeDataPointSnapshot.builder().value(1).build())
            .build());
  }

  private void awaitUninterrupted() {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // This is what the test is about.
        continue;
      }
    }
  }
}
