// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What targets last said, as plain maps. */
final class ModelMetadata {

  private final Map<Labels, Map<String, MetricMetadata>> byTarget = new HashMap<>();
  private final Set<MetricMetadata> before = new HashSet<>();

  void put(Labels target, MetricMetadata said) {
    before.removeIf(old -> old.family().equals(said.family()));
    byTarget.computeIfAbsent(target, t -> new HashMap<>()).put(said.family(), said);
  }

  void restart() {
    before.addAll(all());
    byTarget.clear();
  }

  Set<MetricMetadata> all() {
    Set<MetricMetadata> all = new HashSet<>(before);
    byTarget.values().forEach(families -> all.addAll(families.values()));
    return all;
  }
}
