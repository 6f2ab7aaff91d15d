// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The chosen counters of the network protocols. */
final class NetstatCollector implements Collector {

  private final Metrics metrics;
  private final ProcFiles files;
  private final NameFilter fields;
  private final Map<String, Family> families = new HashMap<>();

  NetstatCollector(Metrics metrics, ProcFiles files, NodeExporterConfig.Fields config) {
    this.metrics = metrics;
    this.files = files;
    this.fields = new NameFilter("netstat.fields", config.fields(), null);
  }

  @Override
  public String name() {
    return "netstat";
  }

  @Override
  public void collect() throws IOException {
    pairs("net/netstat");
    pairs("net/snmp");
    if (files.exists(files.procPath("net/snmp6"))) {
      snmp6();
    }
  }

  /** Reads pairs of lines: a protocol with its field names, and the same with the values. */
  private void pairs(String file) throws IOException {
    TextCursor lines = files.proc(file);
    List<String> names = new ArrayList<>();
    while (lines.nextLine()) {
      String protocol = lines.until(':');
      names.clear();
      while (lines.hasWord()) {
        names.add(lines.word());
      }
      if (!lines.nextLine()) {
        return;
      }
      lines.until(':');
      for (String name : names) {
        add(protocol, name, lines.number());
      }
      if (lines.hasWord()) {
        throw new IOException(
            files.procPath(file) + ": " + protocol + " has more values than names");
      }
    }
  }

  private void snmp6() throws IOException {
    TextCursor lines = files.proc("net/snmp6");
    while (lines.nextLine()) {
      String word = lines.word();
      int six = word.indexOf('6');
      if (six >= 0 && lines.hasWord()) {
        add(word.substring(0, six + 1), word.substring(six + 1), lines.number());
      }
    }
  }

  private void add(String protocol, String name, double value) {
    String key = protocol + "_" + name;
    if (fields.accepts(key)) {
      families
          .computeIfAbsent(
              key, k -> metrics.untyped("node_netstat_" + k, "Statistic " + protocol + name + "."))
          .add(value);
    }
  }
}
