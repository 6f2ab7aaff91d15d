// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** How much energy the processor packages used, by power zone. */
final class RaplCollector implements Collector {

  private static final String PREFIX = "intel-rapl:";
  private static final double MICROS = 1e6;

  private final Metrics metrics;
  private final ProcFiles files;
  private final Map<String, Family> families = new HashMap<>();

  RaplCollector(Metrics metrics, ProcFiles files) {
    this.metrics = metrics;
    this.files = files;
  }

  @Override
  public String name() {
    return "rapl";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("class/powercap/");
    if (!files.isFolder(folder)) {
      throw new NoDataException(folder + " is not there");
    }
    Map<String, Integer> counts = new HashMap<>();
    for (String zone : files.list(folder, name -> name.startsWith(PREFIX))) {
      String path = folder + zone;
      String full = files.textOrEmpty(path + "/name");
      double micro = files.number(path + "/energy_uj");
      if (Double.isNaN(micro)) {
        // Recent kernels let only root read it.
        throw new NoDataException(path + "/energy_uj cannot be read");
      }
      // A package is named package-0: its number is the index, and not part of the name.
      int dash = full.indexOf('-');
      String name = dash > 0 ? full.substring(0, dash) : full;
      int count = counts.merge(name, 1, Integer::sum) - 1;
      String index = dash > 0 ? full.substring(dash + 1) : Integer.toString(count);
      families
          .computeIfAbsent(name.replace('-', '_'), n -> family(n))
          .add(micro / MICROS, index, path);
    }
  }

  private Family family(String zone) {
    return metrics.counter(
        "node_rapl_" + zone + "_joules_total", "Energy used by " + zone + ".", "index", "path");
  }
}
