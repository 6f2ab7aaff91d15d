// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

import java.util.Map;
import java.util.TreeMap;

/** Collects labels in any order. Not safe for several threads. */
public final class LabelsBuilder {

  private final TreeMap<String, String> labels = new TreeMap<>(Labels::compareText);

  /** Starts empty. */
  public LabelsBuilder() {}

  /** Starts from a set. */
  public LabelsBuilder(Labels base) {
    for (int i = 0; i < base.size(); i++) {
      labels.put(base.name(i), base.value(i));
    }
  }

  /**
   * Sets a label; an empty value removes it.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public LabelsBuilder set(String name, String value) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a label name must not be empty");
    }
    if (value.isEmpty()) {
      labels.remove(name);
    } else {
      labels.put(name, value);
    }
    return this;
  }

  /** Removes a label when it is there. */
  public LabelsBuilder remove(String name) {
    labels.remove(name);
    return this;
  }

  /** Returns the present value, or the empty text. */
  public String get(String name) {
    return labels.getOrDefault(name, "");
  }

  /** Returns whether the label is set. */
  public boolean contains(String name) {
    return labels.containsKey(name);
  }

  /** Returns the set collected so far; the builder can go on. */
  public Labels build() {
    if (labels.isEmpty()) {
      return Labels.empty();
    }
    String[] pairs = new String[2 * labels.size()];
    int i = 0;
    for (Map.Entry<String, String> e : labels.entrySet()) {
      pairs[i++] = e.getKey();
      pairs[i++] = e.getValue();
    }
    return Labels.ofSorted(pairs);
  }
}
