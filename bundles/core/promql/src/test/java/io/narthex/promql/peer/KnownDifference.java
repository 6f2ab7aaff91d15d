// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.peer;

import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.Matching.Cardinality;
import io.narthex.promql.internal.plan.Plan;
import java.util.TreeSet;

/** Explains differences to Prometheus 3.5 that are not mistakes. */
final class KnownDifference {

  /** How far apart results may be that rounding in another order moves. */
  private static final double ILL_CONDITIONED = 1e-6;

  private static final String ONE_TO_ONE =
      "multiple matches for labels: many-to-one matching must be explicit";

  private static final String UNIQUE =
      "multiple matches for labels: grouping labels must ensure unique matches";

  private KnownDifference() {}

  /**
   * Returns why two answers differ, or the empty text when that is not known.
   *
   * @param startMs the query's first step
   */
  static String reason(Plan plan, long startMs, ApiAnswer ours, ApiAnswer theirs) {
    boolean twice =
        ours.error().contains(ONE_TO_ONE)
            ? plan.contains(p -> filters(p, true))
            : ours.error().contains(UNIQUE) && plan.contains(p -> filters(p, false));
    if (twice && !theirs.error().equals(ours.error())) {
      return "since 3.9 two matches are an error though the comparison drops one (17668)";
    }
    if (plan.contains(p -> p instanceof Plan.Call c && isFraction(c)) && isNaN(ours, theirs)) {
      return "3.5 gives NaN for a bound of histogram_fraction in the first bucket (17424)";
    }
    if (ShiftedTime.in(plan, startMs)) {
      return "@ below a subquery whose first step is that of what is around it: upstream moves it";
    }
    if (near(ours, theirs)) {
      return "rounding: sums in another order, or the last digit of a function of the machine";
    }
    return "";
  }

  /** Returns whether a node is a comparison of two vectors that drops what does not hold. */
  private static boolean filters(Plan plan, boolean oneToOne) {
    if (!(plan instanceof Plan.Binary b) || b.returnBool() || !b.op().isComparison()) {
      return false;
    }
    Matching matching = b.matching();
    return matching != null && (matching.cardinality() == Cardinality.ONE_TO_ONE) == oneToOne;
  }

  private static boolean isFraction(Plan.Call call) {
    return call.function().name().equals("histogram_fraction");
  }

  /** Returns whether the other side has NaN, or nothing, wherever they differ. */
  private static boolean isNaN(ApiAnswer ours, ApiAnswer theirs) {
    return ours.error().equals(theirs.error())
        && ours.samples().keySet().containsAll(theirs.samples().keySet())
        && ours.samples().entrySet().stream()
            .filter(e -> !e.getValue().equals(theirs.samples().get(e.getKey())))
            .allMatch(e -> theirs.samples().getOrDefault(e.getKey(), "NaN").equals("NaN"));
  }

  /** Returns whether all that differs are digits, where the query makes small errors large. */
  private static boolean near(ApiAnswer ours, ApiAnswer theirs) {
    if (!ours.error().equals(theirs.error())
        || !ours.remarks().equals(theirs.remarks())
        || !ours.samples().keySet().equals(theirs.samples().keySet())) {
      return false;
    }
    TreeSet<String> keys = new TreeSet<>(ours.samples().keySet());
    for (String key : keys) {
      String a = ours.samples().getOrDefault(key, "");
      String b = theirs.samples().getOrDefault(key, "");
      if (!a.equals(b)) {
        double x = Double.parseDouble(a.replace("Inf", "Infinity"));
        double y = Double.parseDouble(b.replace("Inf", "Infinity"));
        double scale = Math.max(1, Math.max(Math.abs(x), Math.abs(y)));
        if (!(Math.abs(x - y) <= ILL_CONDITIONED * scale)) {
          return false;
        }
      }
    }
    return true;
  }
}
