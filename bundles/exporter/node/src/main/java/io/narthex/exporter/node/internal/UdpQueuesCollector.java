// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** How many bytes wait in the queues of UDP sockets. */
final class UdpQueuesCollector implements Collector {

  private final ProcFiles files;
  private final Family queues;

  UdpQueuesCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    queues = metrics.gauge("node_udp_queues", "Bytes in the queues of UDP sockets.", "queue", "ip");
  }

  @Override
  public String name() {
    return "udp_queues";
  }

  @Override
  public void collect() throws IOException {
    boolean any = read("net/udp", "v4") | read("net/udp6", "v6");
    if (!any) {
      throw new NoDataException("there are no UDP tables");
    }
  }

  private boolean read(String file, String ip) throws IOException {
    if (!files.exists(files.procPath(file))) {
      return false;
    }
    TextCursor lines = files.proc(file);
    lines.nextLine();
    double tx = 0;
    double rx = 0;
    while (lines.nextLine()) {
      lines.skipWords(4);
      if (lines.hasWord()) {
        tx += lines.hex();
        lines.skip(1);
        rx += lines.hex();
      }
    }
    queues.add(tx, "tx", ip);
    queues.add(rx, "rx", ip);
    return true;
  }
}
