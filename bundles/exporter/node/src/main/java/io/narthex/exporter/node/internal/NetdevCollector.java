// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.IOException;

/** The traffic of the network devices. */
final class NetdevCollector implements Collector {

  private static final String[] COLUMNS = {
    "receive_bytes",
    "receive_packets",
    "receive_errs",
    "receive_drop",
    "receive_fifo",
    "receive_frame",
    "receive_compressed",
    "receive_multicast",
    "transmit_bytes",
    "transmit_packets",
    "transmit_errs",
    "transmit_drop",
    "transmit_fifo",
    "transmit_colls",
    "transmit_carrier",
    "transmit_compressed"
  };

  private final ProcFiles files;
  private final NameFilter devices;
  private final Family[] families = new Family[COLUMNS.length];
  private final Family noHandler;

  NetdevCollector(Metrics metrics, ProcFiles files, NodeExporterConfig.Devices config) {
    this.files = files;
    this.devices = NameFilter.of("netdev", config);
    for (int i = 0; i < COLUMNS.length; i++) {
      families[i] = family(metrics, COLUMNS[i]);
    }
    noHandler = family(metrics, "receive_nohandler");
  }

  private static Family family(Metrics metrics, String name) {
    return metrics.counter(
        "node_network_" + name + "_total", "Network device statistic " + name + ".", "device");
  }

  @Override
  public String name() {
    return "netdev";
  }

  @Override
  public void collect() throws IOException {
    TextCursor lines = files.proc("net/dev");
    lines.nextLine();
    lines.nextLine();
    while (lines.nextLine()) {
      String device = lines.until(':');
      if (!devices.accepts(device)) {
        continue;
      }
      for (int i = 0; i < families.length && lines.hasWord(); i++) {
        families[i].add(lines.number(), device);
      }
      double dropped =
          files.number(files.sysPath("class/net/" + device + "/statistics/rx_nohandler"));
      if (!Double.isNaN(dropped)) {
        noHandler.add(dropped, device);
      }
    }
  }
}
