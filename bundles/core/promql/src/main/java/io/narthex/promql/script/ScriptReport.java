// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script;

import java.util.List;

/**
 * The results of one script.
 *
 * @param file the script's name
 * @param cases one result for each {@code eval}, in order; a {@code load} that failed and a script
 *     that does not parse have a failed one too
 */
public record ScriptReport(String file, List<CaseResult> cases) {

  public ScriptReport {
    cases = List.copyOf(cases);
  }

  /** Returns how many cases passed. */
  public int passed() {
    return (int) cases.stream().filter(CaseResult::passed).count();
  }

  /** Returns how many cases failed. */
  public int failed() {
    return cases.size() - passed();
  }

  /** Returns the failed cases. */
  public List<CaseResult> failures() {
    return cases.stream().filter(c -> !c.passed()).toList();
  }
}
