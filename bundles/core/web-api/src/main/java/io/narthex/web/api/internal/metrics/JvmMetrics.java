// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.osgi.service.component.annotations.Component;

/** The Java machine: memory, garbage collection, threads and classes, by the usual names. */
@Component
public final class JvmMetrics implements MultiCollector {

  @Override
  public MetricSnapshots collect() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    return MetricSnapshots.of(
        Families.gauge(
            "jvm_memory_used_bytes", "Used bytes of a memory area.", memory(MemoryUsage::getUsed)),
        Families.gauge(
            "jvm_memory_committed_bytes",
            "Committed bytes of a memory area.",
            memory(MemoryUsage::getCommitted)),
        Families.gauge(
            "jvm_memory_max_bytes", "Max bytes of a memory area.", memory(MemoryUsage::getMax)),
        collections(),
        Families.gauge(
            "jvm_threads_current", "Current platform thread count.", threads.getThreadCount()),
        Families.gauge("jvm_threads_peak", "Peak thread count.", threads.getPeakThreadCount()),
        Families.gauge(
            "jvm_threads_daemon", "Daemon thread count.", threads.getDaemonThreadCount()),
        Families.gauge(
            "jvm_classes_currently_loaded",
            "The number of classes that are currently loaded.",
            classes.getLoadedClassCount()));
  }

  private static Map<Labels, Double> memory(ToLongFunction<MemoryUsage> figure) {
    var memory = ManagementFactory.getMemoryMXBean();
    return Map.of(
        Labels.of("area", "heap"),
        (double) figure.applyAsLong(memory.getHeapMemoryUsage()),
        Labels.of("area", "nonheap"),
        (double) figure.applyAsLong(memory.getNonHeapMemoryUsage()));
  }

  private static SummarySnapshot collections() {
    SummarySnapshot.Builder family =
        SummarySnapshot.builder()
            .name("jvm_gc_collection_seconds")
            .help("Time spent in a given JVM garbage collector in seconds.");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      family.dataPoint(
          SummarySnapshot.SummaryDataPointSnapshot.builder()
              .labels(Labels.of("gc", collector.getName()))
              .count(collector.getCollectionCount())
              .sum(collector.getCollectionTime() / 1000.0)
              .build());
    }
    return family.build();
  }
}
