// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The chosen counters of /proc/vmstat. */
final class VmstatCollector implements Collector {

  private final Metrics metrics;
  private final ProcFiles files;
  private final NameFilter fields;
  private final Map<String, Family> families = new HashMap<>();

  VmstatCollector(Metrics metrics, ProcFiles files, NodeExporterConfig.Fields config) {
    this.metrics = metrics;
    this.files = files;
    this.fields = new NameFilter("vmstat.fields", config.fields(), null);
  }

  @Override
  public String name() {
    return "vmstat";
  }

  @Override
  public void collect() throws IOException {
    TextCursor vmstat = files.proc("vmstat");
    while (vmstat.nextLine()) {
      String field = vmstat.word();
      if (fields.accepts(field)) {
        families
            .computeIfAbsent(
                field,
                f -> metrics.untyped("node_vmstat_" + f, "The field " + f + " of /proc/vmstat."))
            .add(vmstat.number());
      }
    }
  }
}
