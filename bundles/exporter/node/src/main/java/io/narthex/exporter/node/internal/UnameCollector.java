// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** What the kernel calls itself. */
final class UnameCollector implements Collector {

  private final ProcFiles files;
  private final Family info;

  UnameCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    info =
        metrics.gauge(
            "node_uname_info",
            "Always 1; the labels tell what the kernel calls itself.",
            "sysname",
            "release",
            "version",
            "machine",
            "nodename",
            "domainname");
  }

  @Override
  public String name() {
    return "uname";
  }

  @Override
  public void collect() throws IOException {
    String sysname = files.text(files.procPath("sys/kernel/ostype"));
    if (sysname == null) {
      throw new NoDataException(files.procPath("sys/kernel/ostype") + " is not there");
    }
    info.add(
        1,
        sysname,
        kernel("osrelease"),
        kernel("version"),
        machine(),
        kernel("hostname"),
        kernel("domainname"));
  }

  private String kernel(String name) {
    return files.textOrEmpty(files.procPath("sys/kernel/" + name));
  }

  /** Kernels before 6.1 do not tell it in a file, and Java calls some differently. */
  private String machine() {
    String machine = kernel("arch");
    if (!machine.isEmpty()) {
      return machine;
    }
    String arch = System.getProperty("os.arch", "");
    return arch.equals("amd64") ? "x86_64" : arch;
  }
}
