// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import io.narthex.storage.local.memory.IntPages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The targets by number, and which of them each series is in: nearly always a single one, which
 * takes four bytes. Changes are under the label store's lock; which targets a series is in can be
 * read by any thread.
 */
final class TargetTable {

  private static final int[] NONE = {};

  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final List<Labels> targets = new ArrayList<>();
  private final IntPages first = new IntPages();
  private final Map<Integer, int[]> further = new ConcurrentHashMap<>();

  /** Returns a target's number, or -1. */
  int find(Labels target) {
    return numbers.getOrDefault(target, -1);
  }

  /** Adds a target that is not there yet and returns its number. */
  int add(Labels target) {
    int number = targets.size();
    numbers.put(target, number);
    targets.add(target);
    return number;
  }

  /** Adds a stand-in for a target whose labels were lost. */
  void addLost() {
    add(Labels.of("narthex_lost_target", Integer.toString(count())));
  }

  int count() {
    return targets.size();
  }

  /** Returns a copy of all targets. */
  List<Labels> all() {
    return List.copyOf(targets);
  }

  /** Returns the target that a series was first seen in. */
  int first(int series) {
    return first.get(series);
  }

  /** A new series was seen in a target. */
  void setFirst(int series, int target) {
    forget(series);
    first.set(series, target);
  }

  /** Returns the further targets that a series was seen in. */
  int[] further(int series) {
    return further.isEmpty() ? NONE : further.getOrDefault(series, NONE);
  }

  /** A series was seen in a further target. */
  void addFurther(int series, int target) {
    further.merge(
        series,
        new int[] {target},
        (old, more) -> {
          int[] both = Arrays.copyOf(old, old.length + 1);
          both[old.length] = more[0];
          return both;
        });
  }

  boolean isIn(int series, int target) {
    if (first.get(series) == target) {
      return true;
    }
    for (int t : further(series)) {
      if (t == target) {
        return true;
      }
    }
    return false;
  }

  /** Returns the series that are in several targets. */
  List<Integer> inSeveral() {
    return List.copyOf(further.keySet());
  }

  /** A series went. */
  void forget(int series) {
    if (!further.isEmpty()) {
      further.remove(series);
    }
  }
}
