// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NVMe devices and their namespaces. */
final class NvmeCollector implements Collector {

  /** A namespace of a controller: nvme0n1, or nvme0c0n1 when there are several paths to it. */
  private static final Pattern NAMESPACE = Pattern.compile("nvme\\d+(?:c\\d+)?n(\\d+)");

  /** The unit of the attributes size and of partitions, whatever the device's own block size is. */
  private static final double SECTOR = 512;

  private final ProcFiles files;
  private final Family info;
  private final Family namespaceInfo;
  private final Family capacity;
  private final Family size;
  private final Family used;
  private final Family blockSize;

  NvmeCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    info =
        metrics.gauge(
            "node_nvme_info",
            "Always 1; the labels tell of the device.",
            "device",
            "firmware_revision",
            "model",
            "serial",
            "state",
            "cntlid");
    namespaceInfo =
        metrics.gauge(
            "node_nvme_namespace_info",
            "Always 1; the labels tell of the namespace.",
            "device",
            "nsid",
            "ana_state");
    capacity = ofNamespace(metrics, "capacity_bytes", "Capacity of a namespace.");
    size = ofNamespace(metrics, "size_bytes", "Size of a namespace.");
    used = ofNamespace(metrics, "used_bytes", "Used part of a namespace.");
    blockSize = ofNamespace(metrics, "logical_block_size_bytes", "Logical block size.");
  }

  private static Family ofNamespace(Metrics metrics, String name, String help) {
    return metrics.gauge("node_nvme_namespace_" + name, help, "device", "nsid");
  }

  @Override
  public String name() {
    return "nvme";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("class/nvme/");
    if (!files.isFolder(folder)) {
      throw new NoDataException(folder + " is not there");
    }
    for (String device : files.numbered(folder, "nvme")) {
      String path = folder + device + "/";
      info.add(
          1,
          device,
          files.textOrEmpty(path + "firmware_rev"),
          files.textOrEmpty(path + "model"),
          files.textOrEmpty(path + "serial"),
          files.textOrEmpty(path + "state"),
          files.textOrEmpty(path + "cntlid"));
      for (String entry : files.list(path, name -> NAMESPACE.matcher(name).matches())) {
        tell(device, path + entry + "/", entry);
      }
    }
  }

  private void tell(String device, String path, String entry) {
    Matcher matcher = NAMESPACE.matcher(entry);
    String id = matcher.matches() ? matcher.group(1) : "";
    double sectors = files.number(path + "size");
    if (Double.isNaN(sectors)) {
      return;
    }
    String state = files.textOrEmpty(path + "ana_state");
    namespaceInfo.add(1, device, id, state.isEmpty() ? "unknown" : state);
    double block = files.number(path + "queue/logical_block_size");
    size.add(sectors * SECTOR, device, id);
    capacity.add(sectors * SECTOR, device, id);
    if (!Double.isNaN(block)) {
      blockSize.add(block, device, id);
      double blocksUsed = files.number(path + "nuse");
      if (!Double.isNaN(blocksUsed)) {
        used.add(blocksUsed * block, device, id);
      }
    }
  }
}
