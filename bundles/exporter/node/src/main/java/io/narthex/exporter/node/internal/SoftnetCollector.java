// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** What each processor does for the network stack. */
final class SoftnetCollector implements Collector {

  private static final int BACKLOG_COLUMN = 11;
  private static final int INDEX_COLUMN = 12;
  private static final int[] COLUMNS = {0, 1, 2, 8, 9, 10, BACKLOG_COLUMN};

  private final ProcFiles files;
  private final Family[] families;

  SoftnetCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    families =
        new Family[] {
          metrics.counter("node_softnet_processed_total", "Packets processed.", "cpu"),
          metrics.counter("node_softnet_dropped_total", "Packets dropped.", "cpu"),
          metrics.counter(
              "node_softnet_times_squeezed_total",
              "How often processing ran out of its quota.",
              "cpu"),
          metrics.counter(
              "node_softnet_cpu_collision_total",
              "Collisions at the device lock while transmitting.",
              "cpu"),
          metrics.counter(
              "node_softnet_received_rps_total",
              "How often the CPU was woken for received packets.",
              "cpu"),
          metrics.counter(
              "node_softnet_flow_limit_count_total", "How often the flow limit was hit.", "cpu"),
          metrics.gauge("node_softnet_backlog_len", "Length of the backlog.", "cpu")
        };
  }

  @Override
  public String name() {
    return "softnet";
  }

  @Override
  public void collect() throws IOException {
    TextCursor lines = files.proc("net/softnet_stat");
    long[] values = new long[INDEX_COLUMN + 1];
    for (int line = 0; lines.nextLine(); line++) {
      int n = 0;
      while (n < values.length && lines.hasWord()) {
        values[n++] = lines.hex();
      }
      String cpu = Long.toString(n > INDEX_COLUMN ? values[INDEX_COLUMN] : line);
      for (int i = 0; i < COLUMNS.length; i++) {
        families[i].add(COLUMNS[i] < n ? values[COLUMNS[i]] : 0, cpu);
      }
    }
  }
}
