// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.MetricMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What targets last said of their metric families, in memory. Equal words are kept once. */
final class MetadataStore {

  private final Map<Integer, Map<String, MetricMetadata>> byTarget = new HashMap<>();
  private final Map<MetricMetadata, MetricMetadata> once = new HashMap<>();

  synchronized void put(int target, MetricMetadata metadata) {
    MetricMetadata shared = once.computeIfAbsent(metadata, m -> m);
    byTarget.computeIfAbsent(target, t -> new HashMap<>()).put(shared.family(), shared);
  }

  synchronized List<MetricMetadata> all() {
    Set<MetricMetadata> distinct = new LinkedHashSet<>();
    byTarget.values().forEach(families -> distinct.addAll(families.values()));
    return new ArrayList<>(distinct);
  }
}
