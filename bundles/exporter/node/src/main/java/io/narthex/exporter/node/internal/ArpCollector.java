// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** How many neighbours each network device knows. */
final class ArpCollector implements Collector {

  private final ProcFiles files;
  private final Family entries;

  ArpCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    entries = metrics.gauge("node_arp_entries", "ARP entries by device.", "device");
  }

  @Override
  public String name() {
    return "arp";
  }

  @Override
  public void collect() throws IOException {
    TextCursor lines = files.proc("net/arp");
    lines.nextLine();
    Map<String, Integer> counts = new TreeMap<>();
    while (lines.nextLine()) {
      lines.skipWords(5);
      String device = lines.word();
      if (!device.isEmpty()) {
        counts.merge(device, 1, Integer::sum);
      }
    }
    counts.forEach((device, count) -> entries.add(count, device));
  }
}
