// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.peer;

import java.util.TreeSet;

/** Explains differences to Prometheus 3.5 that are not mistakes. */
final class KnownDifference {

  /** How far apart results may be that rounding in another order moves. */
  private static final double ILL_CONDITIONED = 1e-4;

  private KnownDifference() {}

  /** Returns why two answers differ, or the empty text when that is not known. */
  static String reason(String query, ApiAnswer ours, ApiAnswer theirs) {
    if (ours.error().contains("multiple matches for labels: many-to-one matching must be explicit")
        && query.matches("(?s).*[<>=!].*")) {
      return "since 3.6 two matches are an error though the comparison drops one";
    }
    if (query.contains("histogram_fraction") && theirs.samples().containsValue("NaN")) {
      return "3.5 gives NaN for a lower bound in the first bucket (upstream's 17424)";
    }
    if (query.matches("(?s).*absent(_over_time)?\\(.*")
        && query.matches("(?s).*\\{.*\\b(\\w+)(=|!=|=~|!~)\".*[,]\\1(=|!=|=~|!~)\".*")) {
      return "absent() of two conditions on a label: upstream's answer depends on its blocks";
    }
    if (query.matches("(?s).*@.*\\[[^\\]]*:[^\\]]*\\].*\\[[^\\]]*:[^\\]]*\\].*")) {
      return "@ in a subquery whose first step is that of the one around it: upstream moves it";
    }
    if (near(ours, theirs)) {
      return "rounding: sums in another order, or the last digit of a function of the machine";
    }
    return "";
  }

  /** Returns whether all that differs are digits, where the query makes small errors large. */
  private static boolean near(ApiAnswer ours, ApiAnswer theirs) {
    if (!ours.error().equals(theirs.error())
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
