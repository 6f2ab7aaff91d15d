// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.KeySuffix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of discoveries in a file that cannot be loaded: what is wrong with the file must not
 * hide what is wrong with them.
 */
final class DiscoveryEntries {

  private record Main(@Nullable List<Job> scrapeConfigs) {}

  private record Job(
      @KeySuffix("_sd_configs") @Nullable Map<String, List<ConfigNode>> discoveries) {}

  private DiscoveryEntries() {}

  /** Returns the faults of the entries whose plug-ins are there. */
  static List<ConfigException> faults(Path file, DiscoveryPlugins plugins) {
    Main main;
    try {
      main = ConfigBinder.read(file).bindLeniently(Main.class);
    } catch (ConfigException e) {
      // Not even the lists can be read; the file's own fault says all there is to say.
      return List.of();
    }
    List<ConfigException> faults = new ArrayList<>();
    for (Job job : main.scrapeConfigs() == null ? List.<Job>of() : main.scrapeConfigs()) {
      Map<String, List<ConfigNode>> all = job.discoveries() == null ? Map.of() : job.discoveries();
      all.forEach(
          (type, entries) -> {
            for (ConfigNode entry : entries) {
              try {
                plugins.targets(type, entry);
              } catch (ConfigException e) {
                faults.add(e);
              }
            }
          });
    }
    return faults;
  }
}
