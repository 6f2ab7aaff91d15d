// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** What the firmware says of the machine. */
final class DmiCollector implements Collector {

  /** Labels, which are the names of the attributes but for one. */
  private static final String[] LABELS = {
    "bios_date",
    "bios_release",
    "bios_vendor",
    "bios_version",
    "board_asset_tag",
    "board_name",
    "board_serial",
    "board_vendor",
    "board_version",
    "chassis_asset_tag",
    "chassis_serial",
    "chassis_vendor",
    "chassis_version",
    "product_family",
    "product_name",
    "product_serial",
    "product_sku",
    "product_uuid",
    "product_version",
    "system_vendor"
  };

  private final ProcFiles files;
  private final Family info;

  DmiCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    info = metrics.gauge("node_dmi_info", "Always 1; the labels tell of the machine.", LABELS);
  }

  @Override
  public String name() {
    return "dmi";
  }

  @Override
  public void collect() throws IOException {
    String folder = files.sysPath("class/dmi/id/");
    if (!files.isFolder(folder)) {
      throw new NoDataException(folder + " is not there");
    }
    String[] values = new String[LABELS.length];
    for (int i = 0; i < LABELS.length; i++) {
      String file = LABELS[i].equals("system_vendor") ? "sys_vendor" : LABELS[i];
      values[i] = files.textOrEmpty(folder + file);
    }
    info.add(1, values);
  }
}
