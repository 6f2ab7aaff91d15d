// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds rules that write the same series: same name, same labels. */
public final class DuplicateRules {

  /**
   * A rule that is there more than once.
   *
   * @param name the metric's or alert's name
   * @param labels the labels that group and rule add, sorted by name
   */
  public record Duplicate(String name, Map<String, String> labels) {}

  private DuplicateRules() {}

  /** Returns each rule of a file that is there more than once, a single time. */
  public static Set<Duplicate> of(RuleFile file) {
    Set<Duplicate> seen = new LinkedHashSet<>();
    Set<Duplicate> twice = new LinkedHashSet<>();
    for (RuleGroup group : file.groups()) {
      for (Rule rule : group.rules()) {
        Map<String, String> labels = new TreeMap<>(group.labels());
        labels.putAll(rule.labels());
        Duplicate found = new Duplicate(rule.name(), labels);
        if (!seen.add(found)) {
          twice.add(found);
        }
      }
    }
    return twice;
  }
}
