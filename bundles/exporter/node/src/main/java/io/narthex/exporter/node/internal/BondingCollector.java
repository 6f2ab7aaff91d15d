// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** How many devices a bonded network device has, and how many of them work. */
final class BondingCollector implements Collector {

  private final ProcFiles files;
  private final Family slaves;
  private final Family active;

  BondingCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    slaves = metrics.gauge("node_bonding_slaves", "Devices of a bond.", "master");
    active = metrics.gauge("node_bonding_active", "Devices of a bond that are up.", "master");
  }

  @Override
  public String name() {
    return "bonding";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("class/net/");
    String masters = files.text(folder + "bonding_masters");
    if (masters == null) {
      throw new NoDataException(folder + "bonding_masters is not there");
    }
    for (String master : masters.split(" ", -1)) {
      if (master.isEmpty()) {
        continue;
      }
      int all = 0;
      int up = 0;
      for (String slave : files.textOrEmpty(folder + master + "/bonding/slaves").split(" ", -1)) {
        if (slave.isEmpty()) {
          continue;
        }
        String state =
            files.text(folder + master + "/lower_" + slave + "/bonding_slave/mii_status");
        if (state == null) {
          state = files.text(folder + master + "/slave_" + slave + "/bonding_slave/mii_status");
        }
        if (state == null) {
          throw new IOException(folder + master + ": the state of " + slave + " cannot be read");
        }
        all++;
        up += state.equals("up") ? 1 : 0;
      }
      slaves.add(all, master);
      active.add(up, master);
    }
  }
}
