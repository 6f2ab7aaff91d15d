// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** The load averages. */
final class LoadavgCollector implements Collector {

  private final ProcFiles files;
  private final Family[] loads;

  LoadavgCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    loads =
        new Family[] {
          metrics.gauge("node_load1", "Load average of the last minute."),
          metrics.gauge("node_load5", "Load average of the last 5 minutes."),
          metrics.gauge("node_load15", "Load average of the last 15 minutes.")
        };
  }

  @Override
  public String name() {
    return "loadavg";
  }

  @Override
  public void collect() throws IOException {
    TextCursor loadavg = files.proc("loadavg");
    loadavg.nextLine();
    for (Family load : loads) {
      load.add(loadavg.number());
    }
  }
}
