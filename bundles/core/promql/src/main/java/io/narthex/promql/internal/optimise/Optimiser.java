// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import io.narthex.promql.internal.plan.Plan;
import java.util.List;

/** Applies all rules, in order. */
public final class Optimiser {

  private static final List<Rule> RULES =
      List.of(
          new ConstantFolding(),
          new MatcherPushDown(),
          new StepInvariance(),
          new CommonSelectors(),
          new LabelProjection());

  private Optimiser() {}

  /** Returns an equal plan that costs less. */
  public static Plan optimise(Plan plan) {
    Plan result = plan;
    for (Rule rule : RULES) {
      result = rule.apply(result);
    }
    return result;
  }
}
