// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are evaluated one after the other at the same time.
 *
 * @param name unique in its file
 * @param interval how often, or null for the global evaluation interval
 * @param queryOffset how far into the past the rules look, or null for the global offset
 * @param limit the most series or alerts that a rule may make, 0 for no limit
 * @param labels labels that each rule adds; a rule's own win
 * @param rules the rules in order
 */
public record RuleGroup(
    String name,
    @Nullable Duration interval,
    @Nullable Duration queryOffset,
    int limit,
    Map<String, String> labels,
    List<Rule> rules) {

  public RuleGroup {
    labels = Map.copyOf(labels);
    rules = List.copyOf(rules);
  }
}
