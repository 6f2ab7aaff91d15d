// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** Whether SELinux is enabled, and in which mode. */
final class SelinuxCollector implements Collector {

  private static final String CONFIG = "/etc/selinux/config";

  private final ProcFiles files;
  private final Family enabled;
  private final Family configMode;
  private final Family currentMode;

  SelinuxCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    enabled = metrics.gauge("node_selinux_enabled", "Whether SELinux is enabled.");
    configMode =
        metrics.gauge(
            "node_selinux_config_mode", "Configured mode: -1 disabled, 0 permissive, 1 enforcing.");
    currentMode =
        metrics.gauge("node_selinux_current_mode", "Present mode: 0 permissive, 1 enforcing.");
  }

  @Override
  public String name() {
    return "selinux";
  }

  @Override
  public void collect() throws IOException {
    double enforcing = files.number(files.sysPath("fs/selinux/enforce"));
    if (Double.isNaN(enforcing)) {
      enabled.add(0);
      return;
    }
    enabled.add(1);
    currentMode.add(enforcing);
    configMode.add(configured());
  }

  private double configured() throws IOException {
    String path = files.rootPath(CONFIG);
    if (files.exists(path)) {
      TextCursor lines = files.table(path);
      while (lines.nextLine()) {
        if (lines.lineStartsWith("SELINUX=")) {
          lines.skip("SELINUX=".length());
          return switch (lines.word()) {
            case "enforcing" -> 1;
            case "permissive" -> 0;
            default -> -1;
          };
        }
      }
    }
    return -1;
  }
}
