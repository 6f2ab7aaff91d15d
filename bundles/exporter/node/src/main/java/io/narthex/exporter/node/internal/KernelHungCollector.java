// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** How many tasks the kernel found hanging. */
final class KernelHungCollector implements Collector {

  private final ProcFiles files;
  private final Family tasks;

  KernelHungCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    tasks =
        metrics.counter(
            "node_kernel_hung_tasks_total", "Tasks found hanging since the machine booted.");
  }

  @Override
  public String name() {
    return "kernel_hung";
  }

  @Override
  public void collect() throws IOException {
    TextCursor lines = files.proc("sys/kernel/hung_task_detect_count");
    lines.nextLine();
    tasks.add(lines.number());
  }
}
