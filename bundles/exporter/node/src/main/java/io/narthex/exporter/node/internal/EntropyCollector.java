// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** The kernel's pool of randomness. */
final class EntropyCollector implements Collector {

  private final ProcFiles files;
  private final Family available;
  private final Family poolSize;

  EntropyCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    available = metrics.gauge("node_entropy_available_bits", "Bits of available entropy.");
    poolSize = metrics.gauge("node_entropy_pool_size_bits", "Bits of the entropy pool.");
  }

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public void collect() throws IOException {
    available.add(number("sys/kernel/random/entropy_avail"));
    poolSize.add(number("sys/kernel/random/poolsize"));
  }

  private double number(String file) throws IOException {
    TextCursor lines = files.proc(file);
    lines.nextLine();
    return lines.number();
  }
}
