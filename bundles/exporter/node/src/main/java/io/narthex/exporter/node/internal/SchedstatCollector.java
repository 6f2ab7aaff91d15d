// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** What the scheduler did on each processor. */
final class SchedstatCollector implements Collector {

  private static final double NANOS_PER_SECOND = 1e9;

  private final ProcFiles files;
  private final Family running;
  private final Family waiting;
  private final Family slices;

  SchedstatCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    running =
        metrics.counter(
            "node_schedstat_running_seconds_total", "Seconds that a CPU ran a process.", "cpu");
    waiting =
        metrics.counter(
            "node_schedstat_waiting_seconds_total",
            "Seconds that processes waited for this CPU.",
            "cpu");
    slices =
        metrics.counter("node_schedstat_timeslices_total", "Time slices executed by a CPU.", "cpu");
  }

  @Override
  public String name() {
    return "schedstat";
  }

  @Override
  public void collect() throws IOException {
    TextCursor lines = files.proc("schedstat");
    while (lines.nextLine()) {
      if (lines.lineStartsWith("cpu")) {
        lines.skip("cpu".length());
        String cpu = lines.word();
        lines.skipWords(6);
        running.add(lines.number() / NANOS_PER_SECOND, cpu);
        waiting.add(lines.number() / NANOS_PER_SECOND, cpu);
        slices.add(lines.number(), cpu);
      }
    }
  }
}
