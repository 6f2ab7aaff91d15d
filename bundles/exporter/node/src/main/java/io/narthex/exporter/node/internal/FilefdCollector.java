// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** How many file descriptors are in use. */
final class FilefdCollector implements Collector {

  private final ProcFiles files;
  private final Family allocated;
  private final Family maximum;

  FilefdCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    allocated = metrics.gauge("node_filefd_allocated", "File descriptors allocated.");
    maximum = metrics.gauge("node_filefd_maximum", "File descriptors that may be allocated.");
  }

  @Override
  public String name() {
    return "filefd";
  }

  @Override
  public void collect() throws IOException {
    TextCursor lines = files.proc("sys/fs/file-nr");
    lines.nextLine();
    allocated.add(lines.number());
    lines.skipWords(1);
    maximum.add(lines.number());
  }
}
