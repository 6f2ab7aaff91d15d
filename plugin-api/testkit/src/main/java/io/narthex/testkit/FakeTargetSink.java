// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.discovery.TargetSink;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Takes targets as the host does, and shows what it has. Safe for several threads. */
public final class FakeTargetSink implements TargetSink {

  private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private int changes;

  @Override
  public synchronized void replaceAll(List<TargetGroup> all) {
    groups.clear();
    for (TargetGroup group : all) {
      if (groups.put(group.source(), group) != null) {
        throw new IllegalArgumentException("two groups have the source " + group.source());
      }
    }
    changes++;
  }

  @Override
  public synchronized void update(TargetGroup group) {
    if (group.targets().isEmpty()) {
      groups.remove(group.source());
    } else {
      groups.put(group.source(), group);
    }
    changes++;
  }

  @Override
  public synchronized void failed(String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a failure needs a reason for the operator");
    }
    failures.add(reason);
  }

  /** Returns all targets, each with the labels of its group; a target's own label wins. */
  public synchronized Set<Labels> targets() {
    Set<Labels> targets = new TreeSet<>();
    for (TargetGroup group : groups.values()) {
      for (Labels target : group.targets()) {
        LabelsBuilder all = group.labels().toBuilder();
        target.forEach(label -> all.set(label.name(), label.value()));
        targets.add(all.build());
      }
    }
    return targets;
  }

  /** Returns the groups as they are now. */
  public synchronized List<TargetGroup> groups() {
    return List.copyOf(groups.values());
  }

  /** Returns the reasons of all failures so far. */
  public synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** Returns how often targets were handed over. */
  public synchronized int changes() {
    return changes;
  }
}
