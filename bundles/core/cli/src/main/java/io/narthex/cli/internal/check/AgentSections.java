// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.model.PrometheusConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections that Prometheus' agent mode does not allow: the agent keeps nothing to query. */
final class AgentSections {

  private record Sections(
      @Nullable ConfigNode alerting,
      @Nullable ConfigNode ruleFiles,
      @Nullable ConfigNode remoteRead) {}

  private AgentSections() {}

  /** Returns a fault for each of them that a good configuration has. */
  static List<ConfigException> faults(Path file, PrometheusConfig config) throws ConfigException {
    Sections sections = ConfigBinder.read(file).bindLeniently(Sections.class);
    List<ConfigException> out = new ArrayList<>();
    boolean alerts =
        !config.alerting().alertmanagers().isEmpty()
            || !config.alerting().alertRelabelConfigs().isEmpty();
    add(out, "alerting", alerts, sections.alerting());
    add(out, "rule_files", !config.ruleFiles().isEmpty(), sections.ruleFiles());
    add(out, "remote_read", !config.remoteRead().isEmpty(), sections.remoteRead());
    return out;
  }

  private static void add(
      List<ConfigException> out, String key, boolean given, @Nullable ConfigNode node) {
    if (given && node != null) {
      out.add(node.fault("field " + key + " is not allowed in agent mode; remove it"));
    }
  }
}
