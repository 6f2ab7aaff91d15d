// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import java.util.List;
import java.util.Map;

/**
 * An entry of {@code static_configs}.
 *
 * @param targets addresses, {@code host:port}
 * @param labels labels of all these targets
 */
public record StaticConfig(List<String> targets, Map<String, String> labels) {

  public StaticConfig {
    targets = Defaults.list(targets);
    labels = Defaults.map(labels);
    for (String name : labels.keySet()) {
      if (name.isEmpty()) {
        throw new InvalidKeyException("labels", "\"\" is not a valid label name");
      }
    }
  }

  /** Refuses addresses that are URLs; done where no relabelling could mend them. */
  static void checkAddresses(List<StaticConfig> groups) {
    for (StaticConfig group : groups) {
      for (String target : group.targets()) {
        if (target.contains("/")) {
          throw new InvalidKeyException(
              "static_configs",
              "\""
                  + target
                  + "\" is not a valid hostname; give host:port only, and scheme and path by"
                  + " \"scheme\" and \"metrics_path\"");
        }
      }
    }
  }
}
