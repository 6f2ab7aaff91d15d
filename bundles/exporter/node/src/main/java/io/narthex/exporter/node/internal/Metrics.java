// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The families of one exporter instance. */
final class Metrics {

  private final Map<String, Family> families = new HashMap<>();

  Family counter(String name, String help, String... labelNames) {
    return family(Family.Type.COUNTER, name, help, labelNames);
  }

  Family gauge(String name, String help, String... labelNames) {
    return family(Family.Type.GAUGE, name, help, labelNames);
  }

  Family untyped(String name, String help, String... labelNames) {
    return family(Family.Type.UNTYPED, name, help, labelNames);
  }

  /** Returns whether a family of that name was made. */
  boolean has(String name) {
    return families.containsKey(name);
  }

  private Family family(Family.Type type, String name, String help, String... labelNames) {
    return families.computeIfAbsent(name, n -> new Family(type, n, help, labelNames));
  }

  /** Returns what was added since the last call. */
  MetricSnapshots take() {
    List<MetricSnapshot> snapshots = new ArrayList<>(families.size());
    for (Family family : families.values()) {
      if (!family.isEmpty()) {
        snapshots.add(family.take());
      }
    }
    return new MetricSnapshots(snapshots);
  }
}
