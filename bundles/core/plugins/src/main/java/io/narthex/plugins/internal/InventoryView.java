// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.PluginStatus;
import io.narthex.plugins.PluginStatus.State;
import io.narthex.plugins.internal.Health.Unsatisfied;
import io.narthex.plugins.internal.PluginUnit.Refusal;
import io.narthex.plugins.internal.PluginUnit.Running;
import java.util.ArrayList;
import java.util.List;

/** Puts together what operators see, from the folders, the registry and the components. */
final class InventoryView {

  private final LivePlugins live;
  private final Health health;

  InventoryView(LivePlugins live, Health health) {
    this.live = live;
    this.health = health;
  }

  /** Returns the lines for the units, in their order. */
  List<PluginStatus> of(List<PluginUnit.View> units) {
    List<PluginStatus> lines = new ArrayList<>();
    for (PluginUnit.View unit : units) {
      String name = unit.key().fileName();
      Running running = unit.running();
      if (running != null) {
        running(name, running, lines);
      }
      Refusal refusal = unit.refusal();
      if (refusal != null) {
        lines.add(
            new PluginStatus(
                name,
                "",
                "",
                refusal.version(),
                refusal.symbolicName(),
                State.REFUSED,
                refusal.reason(),
                refusal.since(),
                0));
      }
    }
    return lines;
  }

  private void running(String name, Running running, List<PluginStatus> lines) {
    int before = lines.size();
    for (PluginEntry entry : live.entries(running.bundle())) {
      PluginEntry.Condition condition = entry.condition();
      State state =
          switch (condition.phase()) {
            case LIVE -> State.ACTIVE;
            case QUARANTINED -> State.QUARANTINED;
            case NEW, READY, FAILED -> State.WAITING;
          };
      lines.add(
          new PluginStatus(
              name,
              entry.kind().label(),
              entry.type(),
              running.jar().version().toString(),
              running.jar().symbolicName(),
              state,
              reason(entry, condition),
              condition.since(),
              entry.failures()));
    }
    List<Unsatisfied> unsatisfied = health.unsatisfied(running.bundle());
    for (Unsatisfied component : unsatisfied) {
      boolean shown =
          lines.stream()
              .skip(before)
              .anyMatch(l -> component.failed() && l.kind().equals(component.kind().label()));
      if (!shown) {
        lines.add(waiting(name, component.kind().label(), component.reason(), running));
      }
    }
    if (lines.size() == before) {
      lines.add(
          waiting(
              name,
              "",
              "it has registered no exporter, discovery, notifier, storage engine or function",
              running));
    }
  }

  private static PluginStatus waiting(String name, String kind, String reason, Running running) {
    return new PluginStatus(
        name,
        kind,
        "",
        running.jar().version().toString(),
        running.jar().symbolicName(),
        State.WAITING,
        reason,
        running.since(),
        0);
  }

  private String reason(PluginEntry entry, PluginEntry.Condition condition) {
    return switch (condition.phase()) {
      case LIVE -> "";
      case NEW -> "it is being started";
      case FAILED, QUARANTINED -> condition.reason();
      case READY ->
          live.serving(entry.kind(), entry.type())
              .map(
                  other ->
                      entry.kind().label()
                          + " "
                          + entry.type()
                          + " is served by the bundle "
                          + other.bundle().getSymbolicName()
                          + "; remove that one to use this")
              .orElse("it is being started");
    };
  }
}
