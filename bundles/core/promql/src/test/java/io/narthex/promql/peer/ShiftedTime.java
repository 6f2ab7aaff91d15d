// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.peer;

import io.narthex.promql.internal.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Finds where Prometheus reads at another time than {@code @} says. It keeps the time of {@code @}
 * as a distance to the first step, computed again for a subquery unless its first step is that of
 * the expression around it: then the distance still leaves out the offset of the subquery, which
 * has been taken into account already.
 */
final class ShiftedTime {

  private ShiftedTime() {}

  /**
   * Returns whether any part of an expression is read at another time.
   *
   * @param startMs the first step
   */
  static boolean in(Plan plan, long startMs) {
    return in(plan, startMs, 0);
  }

  /** The shift is what the distance leaves out of the subqueries around the expression. */
  private static boolean in(Plan plan, long startMs, long shiftMs) {
    return switch (plan) {
      case Plan.Select s -> shiftMs != 0 && s.selector().atMs() != null;
      case Plan.SelectRange s -> shiftMs != 0 && s.selector().atMs() != null;
      case Plan.Subquery s -> subquery(s, startMs, shiftMs);
      default -> {
        boolean[] found = {false};
        plan.mapChildren(
            child -> {
              found[0] |= in(child, startMs, shiftMs);
              return child;
            });
        yield found[0];
      }
    };
  }

  private static boolean subquery(Plan.Subquery s, long startMs, long shiftMs) {
    Long at = s.atMs();
    if (at != null && shiftMs != 0) {
      return true;
    }
    if (firstStep(s, at, startMs) != startMs) {
      return in(s.inner(), firstStep(s, at, startMs), 0);
    }
    return in(s.inner(), startMs, s.offsetMs() + (at == null ? shiftMs : startMs - at.longValue()));
  }

  private static long firstStep(Plan.Subquery s, @Nullable Long at, long startMs) {
    long before = (at == null ? startMs : at) - s.offsetMs() - s.rangeMs();
    return s.stepMs() * (Math.floorDiv(before, s.stepMs()) + 1);
  }
}
