// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel's connection tracking. */
final class ConntrackCollector implements Collector {

  private final ProcFiles files;
  private final Family entries;
  private final Family limit;
  private final Map<String, Family> statistics = new LinkedHashMap<>();

  ConntrackCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    entries = metrics.gauge("node_nf_conntrack_entries", "Flow entries in use.");
    limit = metrics.gauge("node_nf_conntrack_entries_limit", "Largest number of flow entries.");
    statistic(metrics, "found", "Searched entries that were found.");
    statistic(metrics, "invalid", "Packets that cannot be tracked.");
    statistic(metrics, "ignore", "Packets that are already connected to an entry.");
    statistic(metrics, "insert", "Entries inserted.");
    statistic(metrics, "insert_failed", "Entries that could not be inserted.");
    statistic(metrics, "drop", "Packets dropped because tracking failed.");
    statistic(metrics, "early_drop", "Entries dropped to make room.");
    statistic(metrics, "search_restart", "Searches restarted because the table was resized.");
  }

  private void statistic(Metrics metrics, String name, String help) {
    statistics.put(name, metrics.gauge("node_nf_conntrack_stat_" + name, help));
  }

  @Override
  public String name() {
    return "conntrack";
  }

  @Override
  public void collect() throws IOException {
    double count = files.number(files.procPath("sys/net/netfilter/nf_conntrack_count"));
    if (Double.isNaN(count)) {
      throw new NoDataException("connection tracking is not loaded");
    }
    entries.add(count);
    limit.add(files.number(files.procPath("sys/net/netfilter/nf_conntrack_max")));
    TextCursor lines = files.proc("net/stat/nf_conntrack");
    lines.nextLine();
    List<String> columns = new ArrayList<>();
    while (lines.hasWord()) {
      columns.add(lines.word());
    }
    Map<String, Long> sums = new LinkedHashMap<>();
    while (lines.nextLine()) {
      for (String column : columns) {
        if (lines.hasWord()) {
          sums.merge(column, lines.hex(), Long::sum);
        }
      }
    }
    statistics.forEach((name, family) -> family.add(sums.getOrDefault(name, 0L)));
  }
}
