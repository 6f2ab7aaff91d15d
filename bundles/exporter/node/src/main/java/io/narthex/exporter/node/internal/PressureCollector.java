// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How long processes waited for a resource (pressure stall information). */
final class PressureCollector implements Collector {

  private static final double MICROS_PER_SECOND = 1e6;

  private final ProcFiles files;
  private final Family cpuWaiting;
  private final Family ioWaiting;
  private final Family ioStalled;
  private final Family memoryWaiting;
  private final Family memoryStalled;
  private final Family irqStalled;

  PressureCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    cpuWaiting = waiting(metrics, "cpu");
    ioWaiting = waiting(metrics, "io");
    ioStalled = stalled(metrics, "io");
    memoryWaiting = waiting(metrics, "memory");
    memoryStalled = stalled(metrics, "memory");
    irqStalled = stalled(metrics, "irq");
  }

  private static Family waiting(Metrics metrics, String resource) {
    return metrics.counter(
        "node_pressure_" + resource + "_waiting_seconds_total",
        "Seconds that some process waited for " + resource + ".");
  }

  private static Family stalled(Metrics metrics, String resource) {
    return metrics.counter(
        "node_pressure_" + resource + "_stalled_seconds_total",
        "Seconds that no process could go on because of " + resource + ".");
  }

  @Override
  public String name() {
    return "pressure";
  }

  @Override
  public void collect() throws IOException {
    boolean any = read("cpu", cpuWaiting, null);
    any |= read("io", ioWaiting, ioStalled);
    any |= read("memory", memoryWaiting, memoryStalled);
    any |= read("irq", null, irqStalled);
    if (!any) {
      throw new NoDataException("the kernel keeps no pressure stall information");
    }
  }

  private boolean read(String resource, @Nullable Family some, @Nullable Family full)
      throws IOException {
    String path = files.procPath("pressure/" + resource);
    if (!files.exists(path)) {
      return false;
    }
    TextCursor lines;
    try {
      lines = files.table(path);
    } catch (IOException e) {
      // The file is there and answers "not supported" when the kernel was started without psi=1.
      throw new NoDataException(path + ": " + e.getMessage());
    }
    while (lines.nextLine()) {
      Family family = lines.lineStartsWith("some") ? some : full;
      if (family != null) {
        String line = lines.line();
        int total = line.lastIndexOf("total=");
        if (total >= 0) {
          String micros = line.substring(total + "total=".length());
          family.add(Long.parseLong(micros) / MICROS_PER_SECOND);
        }
      }
    }
    return true;
  }
}
