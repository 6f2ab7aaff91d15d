// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** How memory is used. Of the kernel's fields those are told that the node exporter knows. */
final class MeminfoCollector implements Collector {

  private static final String BYTES =
      "Active Active(anon) Active(file) AnonHugePages AnonPages Bounce Buffers Cached CmaFree"
          + " CmaTotal CommitLimit Committed_AS DirectMap1G DirectMap2M DirectMap4k Dirty"
          + " HardwareCorrupted Hugepagesize Inactive Inactive(anon) Inactive(file) KernelStack"
          + " Mapped MemAvailable MemFree MemTotal Mlocked NFS_Unstable PageTables Percpu"
          + " SReclaimable SUnreclaim Shmem ShmemHugePages ShmemPmdMapped Slab SwapCached SwapFree"
          + " SwapTotal Unevictable VmallocChunk VmallocTotal VmallocUsed Writeback WritebackTmp"
          + " Zswap Zswapped";
  private static final String COUNTS =
      "HugePages_Free HugePages_Rsvd HugePages_Surp HugePages_Total";

  private final ProcFiles files;
  private final Map<String, Family> families = new HashMap<>();

  MeminfoCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    for (String field : BYTES.split(" ", -1)) {
      String name = field.replace("(", "_").replace(")", "");
      families.put(
          field,
          metrics.gauge("node_memory_" + name + "_bytes", "Memory information " + name + "."));
    }
    for (String field : COUNTS.split(" ", -1)) {
      families.put(
          field, metrics.gauge("node_memory_" + field, "Memory information " + field + "."));
    }
  }

  @Override
  public String name() {
    return "meminfo";
  }

  @Override
  public void collect() throws IOException {
    TextCursor meminfo = files.proc("meminfo");
    while (meminfo.nextLine()) {
      Family family = families.get(meminfo.until(':'));
      if (family != null) {
        double value = meminfo.number();
        family.add(meminfo.hasWord() ? value * 1024 : value);
      }
    }
  }
}
