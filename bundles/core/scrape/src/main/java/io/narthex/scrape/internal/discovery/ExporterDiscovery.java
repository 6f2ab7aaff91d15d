// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.discovery;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.exporters.ExporterInstance;
import io.narthex.exporters.ExporterInstances;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exporters inside this process as targets: the address is the instance's name, and the scheme
 * {@code exporter} says that it is asked without HTTP. An instance that does not run stays a
 * target, which is down with the reason, as long as it is configured.
 */
public final class ExporterDiscovery implements Discovery {

  /** The type by which configurations refer to it. */
  public static final String TYPE = "exporter";

  private final ExporterInstances instances;
  private final ExporterInstances.Registration registration;
  private final List<String> names;
  private final @Nullable Problem fault;

  /**
   * Reads an entry and listens.
   *
   * @param changed called when the targets may have changed
   */
  public ExporterDiscovery(ExporterInstances instances, ConfigNode entry, Runnable changed) {
    this.instances = instances;
    List<String> bound = List.of();
    Problem refused = null;
    try {
      bound = entry.bind(ExporterDiscoveryConfig.class).names();
    } catch (ConfigException e) {
      refused = new Problem(false, String.valueOf(e.getMessage()));
    }
    names = bound;
    fault = refused;
    registration = instances.listen(changed);
  }

  @Override
  public List<TargetGroup> groups() {
    if (fault != null) {
      return List.of();
    }
    List<TargetGroup> groups = new ArrayList<>();
    for (ExporterInstance instance : instances.instances()) {
      if (names.isEmpty() || names.contains(instance.name())) {
        groups.add(
            new TargetGroup(
                instance.name(),
                List.of(
                    Labels.of(
                        "__address__", instance.name(),
                        "__scheme__", "exporter",
                        "__meta_exporter_name", instance.name(),
                        "__meta_exporter_type", instance.type())),
                Labels.empty()));
      }
    }
    return groups;
  }

  @Override
  public @Nullable Problem problem() {
    if (fault != null) {
      return fault;
    }
    List<String> missing = new ArrayList<>(names);
    for (ExporterInstance instance : instances.instances()) {
      missing.remove(instance.name());
    }
    return missing.isEmpty()
        ? null
        : new Problem(true, "waiting for exporter " + String.join(", ", missing));
  }

  @Override
  public void close() {
    registration.close();
  }
}
