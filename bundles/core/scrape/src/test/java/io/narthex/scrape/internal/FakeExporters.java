// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.exporters.ExporterInstance;
import io.narthex.exporters.ExporterInstances;
import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.PluginCallException;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Exporters of a gauge each. */
final class FakeExporters implements ExporterInstances {

  private final List<ExporterInstance> instances = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Counted down when the exporters named {@code stuck} come back. */
  volatile CountDownLatch stuck = new CountDownLatch(0);

  void add(String name, String type) {
    instances.add(new ExporterInstance(name, type, ExporterInstance.State.RUNNING, ""));
    listeners.forEach(Runnable::run);
  }

  void remove(String name) {
    instances.removeIf(instance -> instance.name().equals(name));
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<ExporterInstance> instances() {
    return List.copyOf(instances);
  }

  @Override
  public MetricSnapshots collect(String name, Duration deadline) throws PluginCallException {
    if (instances.stream().noneMatch(instance -> instance.name().equals(name))) {
      throw new PluginCallException("there is no exporter named " + name, false, null);
    }
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("inside")
            .dataPoint(GaugeDataPointSnapshot.builder().value(42).build())
            .build());
  }

  @Override
  public void collect(String name, Duration deadline, Consumer<CallOutcome<MetricSnapshots>> then) {
    CountDownLatch hold = stuck;
    if (name.equals("stuck") && hold.getCount() > 0) {
      collectLate(hold, deadline, then);
      return;
    }
    CallOutcome<MetricSnapshots> outcome;
    try {
      outcome = new CallOutcome.Returned<>(collect(name, deadline));
    } catch (PluginCallException e) {
      outcome = new CallOutcome.Failed<>(e);
    }
    then.accept(outcome);
  }

  /** Tells at the deadline that there is nothing, and holds the caller's thread, come what may. */
  private static void collectLate(
      CountDownLatch hold, Duration deadline, Consumer<CallOutcome<MetricSnapshots>> then) {
    Thread.ofVirtual()
        .start(
            () -> {
              LockSupport.parkNanos(deadline.toNanos());
              then.accept(new CallOutcome.Failed<>(new PluginCallException("late", true, null)));
            });
    while (hold.getCount() > 0) {
      try {
        hold.await();
      } catch (InterruptedException e) {
        // It heeds no interrupt.
        continue;
      }
    }
  }

  @Override
  public Registration listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
