// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import io.narthex.promql.internal.plan.Plan;

/** Turns a plan into an equal one. */
@FunctionalInterface
interface Rule {

  /** Returns the changed plan, or the same. */
  Plan apply(Plan plan);
}
