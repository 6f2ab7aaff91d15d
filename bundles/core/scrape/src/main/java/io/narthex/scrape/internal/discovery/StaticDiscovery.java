// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.discovery;

import io.narthex.config.model.StaticConfig;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Targets that are written out in the configuration. */
public final class StaticDiscovery implements Discovery {

  private final List<TargetGroup> groups;

  /** Takes the entries of {@code static_configs}. */
  public StaticDiscovery(List<StaticConfig> configs) {
    List<TargetGroup> made = new ArrayList<>();
    for (int i = 0; i < configs.size(); i++) {
      StaticConfig config = configs.get(i);
      List<Labels> targets = new ArrayList<>();
      for (String address : config.targets()) {
        if (!address.isEmpty()) {
          targets.add(Labels.of("__address__", address));
        }
      }
      made.add(new TargetGroup(String.valueOf(i), targets, Labels.of(config.labels())));
    }
    groups = List.copyOf(made);
  }

  @Override
  public List<TargetGroup> groups() {
    return groups;
  }

  @Override
  public @Nullable Problem problem() {
    return null;
  }

  @Override
  public void close() {}
}
