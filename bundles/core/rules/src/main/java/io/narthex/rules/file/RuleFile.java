// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import java.util.List;

/**
 * A rule file.
 *
 * @param name the file's name as the configuration gives it
 * @param groups its groups, in the file's order; their names differ
 */
public record RuleFile(String name, List<RuleGroup> groups) {

  public RuleFile {
    groups = List.copyOf(groups);
  }

  /** Returns how many rules all groups have. */
  public int ruleCount() {
    return groups.stream().mapToInt(group -> group.rules().size()).sum();
  }
}
