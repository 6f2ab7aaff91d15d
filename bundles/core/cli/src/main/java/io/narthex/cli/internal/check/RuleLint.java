// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.rules.file.DuplicateRules;
import io.narthex.rules.file.RuleFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Which findings beyond faults are looked for.
 *
 * @param duplicateRules whether rules that write the same series are found
 * @param longIntervals whether scrape intervals are found that let series go stale between scrapes
 */
record RuleLint(boolean duplicateRules, boolean longIntervals) {

  /** What {@code --lint} takes. */
  static final String OPTIONS = "all, duplicate-rules, none, too-long-scrape-interval";

  private static final Set<String> KNOWN =
      new LinkedHashSet<>(List.of("all", "duplicate-rules", "none", "too-long-scrape-interval"));

  static RuleLint parse(String text, CommandSpec spec) {
    Set<String> names = new LinkedHashSet<>(List.of(text.split(",")));
    for (String name : names) {
      if (!KNOWN.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "--lint: unknown option \"" + name + "\"; known are " + OPTIONS);
      }
    }
    if (names.contains("none")) {
      return new RuleLint(false, false);
    }
    boolean all = names.contains("all");
    return new RuleLint(
        all || names.contains("duplicate-rules"),
        all || names.contains("too-long-scrape-interval"));
  }

  /** Returns what is to be told of a rule file. */
  List<String> findings(RuleFile file) {
    List<String> findings = new ArrayList<>();
    if (duplicateRules) {
      for (DuplicateRules.Duplicate duplicate : DuplicateRules.of(file)) {
        findings.add(
            "duplicate rule: %s%s; recording expressions may become inconsistent, remove one"
                .formatted(
                    duplicate.name(),
                    duplicate.labels().isEmpty() ? "" : " with labels " + duplicate.labels()));
      }
    }
    return findings;
  }
}
