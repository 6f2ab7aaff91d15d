// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The process as the operating system sees it; memory is known on Linux only. */
@Component
public final class ProcessMetrics implements MultiCollector {

  private static final Path STATUS = Path.of("/proc/self/status");

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final double startSeconds = ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0;

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> families = new ArrayList<>();
    families.add(
        Families.counter(
            "process_cpu_seconds",
            "Total user and system CPU time spent in seconds.",
            system.getProcessCpuTime() / 1e9));
    families.add(
        Families.gauge(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds.",
            startSeconds));
    if (system instanceof UnixOperatingSystemMXBean unix) {
      families.add(
          Families.gauge(
              "process_open_fds",
              "Number of open file descriptors.",
              unix.getOpenFileDescriptorCount()));
      families.add(
          Families.gauge(
              "process_max_fds",
              "Maximum number of open file descriptors.",
              unix.getMaxFileDescriptorCount()));
    }
    memory(families);
    return new MetricSnapshots(families);
  }

  private static void memory(List<MetricSnapshot> families) {
    List<String> lines;
    try {
      lines = Files.readAllLines(STATUS);
    } catch (IOException e) {
      return; // no such file on this system
    }
    for (String line : lines) {
      if (line.startsWith("VmRSS:")) {
        families.add(
            Families.gauge(
                "process_resident_memory_bytes", "Resident memory size in bytes.", bytes(line)));
      } else if (line.startsWith("VmSize:")) {
        families.add(
            Families.gauge(
                "process_virtual_memory_bytes", "Virtual memory size in bytes.", bytes(line)));
      }
    }
  }

  private static double bytes(String line) {
    return 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
