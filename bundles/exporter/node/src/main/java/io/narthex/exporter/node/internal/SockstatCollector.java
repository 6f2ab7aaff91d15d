// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How many sockets are in use, by protocol. */
final class SockstatCollector implements Collector {

  private static final Set<String> STATES =
      Set.of("inuse", "orphan", "tw", "alloc", "mem", "memory");

  private final Metrics metrics;
  private final ProcFiles files;
  private final int pageSize;
  private final Map<String, Family> families = new HashMap<>();

  SockstatCollector(Metrics metrics, ProcFiles files, Kernel kernel) {
    this.metrics = metrics;
    this.files = files;
    this.pageSize = kernel.pageSize();
  }

  @Override
  public String name() {
    return "sockstat";
  }

  @Override
  public void collect() throws IOException {
    for (String file : new String[] {"net/sockstat", "net/sockstat6"}) {
      if (files.exists(files.procPath(file))) {
        read(file);
      }
    }
  }

  private void read(String file) throws IOException {
    TextCursor lines = files.proc(file);
    while (lines.nextLine()) {
      String protocol = lines.until(':');
      while (lines.hasWord()) {
        String state = lines.word();
        double value = lines.number();
        if (protocol.equals("sockets") && state.equals("used")) {
          add("sockets", "used", value, "IPv4 sockets in use.");
        } else if (STATES.contains(state)) {
          add(protocol, state, value, protocol + " sockets in state " + state + ".");
          if (state.equals("mem")) {
            add(protocol, "mem_bytes", value * pageSize, "Memory of " + protocol + " in bytes.");
          }
        }
      }
    }
  }

  private void add(String protocol, String state, double value, String help) {
    families
        .computeIfAbsent(protocol + "_" + state, k -> metrics.gauge("node_sockstat_" + k, help))
        .add(value);
  }
}
