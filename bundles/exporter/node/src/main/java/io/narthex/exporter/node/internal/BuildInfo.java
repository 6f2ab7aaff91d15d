// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Tells which build of this exporter runs, under the name that the dashboards join on. */
final class BuildInfo {

  private final Family info;
  private final String version = version(FrameworkUtil.getBundle(BuildInfo.class));
  private final String java = "java" + Runtime.version().feature();
  private final String architecture = architecture();

  BuildInfo(Metrics metrics) {
    info =
        metrics.gauge(
            "node_exporter_build_info",
            "Always 1; the labels tell the version of this exporter and what it runs on.",
            "version",
            "revision",
            "branch",
            "goversion",
            "goos",
            "goarch",
            "tags");
  }

  private static String version(@Nullable Bundle bundle) {
    return bundle == null ? "" : bundle.getVersion().toString();
  }

  private static String architecture() {
    String arch = System.getProperty("os.arch", "");
    return arch.equals("aarch64") ? "arm64" : arch;
  }

  void collect() {
    // The labels carry Go's names, since dashboards and recording rules name them.
    info.add(1, version, "", "", java, "linux", architecture, "narthex");
  }
}
