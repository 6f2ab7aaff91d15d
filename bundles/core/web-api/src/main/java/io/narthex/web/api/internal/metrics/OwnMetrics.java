// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the server's own metrics: whatever any bundle registers as an OSGi service of the types
 * {@link Collector} and {@link MultiCollector}. A collector that fails is left out and counted; of
 * two families with one name the first is kept. Safe for several threads.
 */
@Component(service = OwnMetrics.class)
public final class OwnMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(OwnMetrics.class);

  private final List<Collector> single = new CopyOnWriteArrayList<>();
  private final List<MultiCollector> multiple = new CopyOnWriteArrayList<>();
  private final LongAdder failures = new LongAdder();

  /** Returns all families, sorted by name. */
  MetricSnapshots gather() {
    Map<String, MetricSnapshot> families = new TreeMap<>();
    for (Collector collector : single) {
      try {
        keep(families, collector.collect());
      } catch (RuntimeException e) {
        failed(collector, e);
      }
    }
    for (MultiCollector collector : multiple) {
      try {
        collector.collect().forEach(family -> keep(families, family));
      } catch (RuntimeException e) {
        failed(collector, e);
      }
    }
    keep(
        families,
        CounterSnapshot.builder()
            .name("narthex_metrics_collector_failures")
            .help("Collectors of the server's own metrics that failed.")
            .dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder().value(failures.sum()).build())
            .build());
    return new MetricSnapshots(new ArrayList<>(families.values()));
  }

  private static void keep(Map<String, MetricSnapshot> families, MetricSnapshot family) {
    families.putIfAbsent(family.getMetadata().getPrometheusName(), family);
  }

  private void failed(Object collector, RuntimeException e) {
    failures.increment();
    LOG.debug("The collector {} failed", collector.getClass().getName(), e);
  }

  /** Takes a collector. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addCollector(Collector collector) {
    single.add(collector);
  }

  /** Lets a collector go. */
  public void removeCollector(Collector collector) {
    single.remove(collector);
  }

  /** Takes a collector of several families. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addMultiCollector(MultiCollector collector) {
    multiple.add(collector);
  }

  /** Lets a collector of several families go. */
  public void removeMultiCollector(MultiCollector collector) {
    multiple.remove(collector);
  }
}
