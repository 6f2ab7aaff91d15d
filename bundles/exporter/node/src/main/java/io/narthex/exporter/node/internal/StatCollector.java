// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The counters of /proc/stat that are not of a single processor. */
final class StatCollector implements Collector {

  private final ProcFiles files;
  private final Family interrupts;
  private final Family switches;
  private final Family forks;
  private final Family bootTime;
  private final Family running;
  private final Family blocked;

  StatCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    interrupts = metrics.counter("node_intr_total", "Interrupts serviced.");
    switches = metrics.counter("node_context_switches_total", "Context switches.");
    forks = metrics.counter("node_forks_total", "Forks.");
    bootTime = metrics.gauge("node_boot_time_seconds", "When the machine booted, as Unix time.");
    running = metrics.gauge("node_procs_running", "Processes in a runnable state.");
    blocked = metrics.gauge("node_procs_blocked", "Processes that wait for I/O.");
  }

  @Override
  public String name() {
    return "stat";
  }

  @Override
  public void collect() throws IOException {
    TextCursor stat = files.proc("stat");
    while (stat.nextLine()) {
      Family family = of(stat);
      if (family != null) {
        stat.skipWords(1);
        family.add(stat.number());
      }
    }
  }

  private @Nullable Family of(TextCursor stat) {
    if (stat.lineStartsWith("intr ")) {
      return interrupts;
    } else if (stat.lineStartsWith("ctxt ")) {
      return switches;
    } else if (stat.lineStartsWith("processes ")) {
      return forks;
    } else if (stat.lineStartsWith("btime ")) {
      return bootTime;
    } else if (stat.lineStartsWith("procs_running ")) {
      return running;
    } else if (stat.lineStartsWith("procs_blocked ")) {
      return blocked;
    }
    return null;
  }
}
