// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.naive;

import java.util.List;
import java.util.Random;

/**
 * Makes expressions that the interpreter knows. Comparisons have constants that no result hits, and
 * ranking is of raw series, and nothing rounds or divides with a remainder, so that the last bit of
 * a sum decides nothing.
 */
final class RandomExpressions {

  private static final List<String> METRICS = List.of("c_total", "g", "h");
  private static final List<String> RANGE_FUNCTIONS =
      List.of(
          "rate",
          "increase",
          "delta",
          "irate",
          "idelta",
          "changes",
          "resets",
          "sum_over_time",
          "avg_over_time",
          "count_over_time",
          "present_over_time",
          "max_over_time",
          "min_over_time",
          "last_over_time",
          "first_over_time",
          "stddev_over_time",
          "stdvar_over_time",
          "deriv");

  private final Random random;

  RandomExpressions(Random random) {
    this.random = random;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Returns an instant vector of some depth. */
  String vector(int depth) {
    if (depth <= 0) {
      return selector();
    }
    return switch (random.nextInt(14)) {
      case 0 -> selector();
      case 1, 2, 3 -> rangeFunction(depth - 1);
      case 4, 5 -> aggregate(depth - 1);
      case 6 -> pick(List.of("abs", "timestamp", "absent")) + "(" + vector(depth - 1) + ")";
      case 7 ->
          "clamp_"
              + pick(List.of("min", "max"))
              + "("
              + vector(depth - 1)
              + ", "
              + scalar(depth - 1)
              + ")";
      case 8 -> "(" + vector(depth - 1) + ") " + arithmetic() + " " + scalar(depth - 1);
      case 9 -> scalar(depth - 1) + " " + arithmetic() + " (" + vector(depth - 1) + ")";
      case 10 -> "(" + vector(depth - 1) + ") " + comparison() + " " + number();
      case 11 -> joined(depth - 1);
      case 12 ->
          "("
              + vector(depth - 1)
              + ") "
              + pick(List.of("and", "or", "unless"))
              + " "
              + pick(List.of("", "on (i) ", "ignoring (j) "))
              + "("
              + vector(depth - 1)
              + ")";
      default ->
          random.nextBoolean()
              ? "-(" + vector(depth - 1) + ")"
              : "label_replace(" + vector(depth - 1) + ", \"k\", \"new\", \"i\", \"[ab]\")";
    };
  }

  private String scalar(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> "time()";
      case 1 -> depth > 0 ? "scalar(" + vector(depth - 1) + ")" : "pi()";
      case 2 -> "(" + number() + " + " + number() + ")";
      default -> number();
    };
  }

  private String number() {
    return pick(List.of("0.37", "2.13", "-1.71", "100.3", "7.77"));
  }

  private String arithmetic() {
    return pick(List.of("+", "-", "*", "/"));
  }

  private String comparison() {
    return pick(List.of("> ", "<", ">=", "<= bool", "> bool", "!= bool", "=="));
  }

  private String joined(int depth) {
    String op = arithmetic();
    String match =
        pick(
            List.of(
                "",
                "on (i, j) ",
                "ignoring (j) ",
                "on (i) group_left () ",
                "on (i) group_right () ",
                "on (i) group_left (j) "));
    return "(" + vector(depth) + ") " + op + " " + match + "(" + vector(depth) + ")";
  }

  private String aggregate(int depth) {
    String grouping =
        pick(List.of("", "by (i) ", "by (i, j) ", "without (j) ", "without () ", "by (nope) "));
    return switch (random.nextInt(10)) {
      case 0 -> "topk " + grouping + "(" + (1 + random.nextInt(3)) + ", " + selector("g") + ")";
      case 1 -> "bottomk " + grouping + "(2, " + selector("g") + ")";
      case 2 -> "quantile " + grouping + "(0.3, " + vector(depth) + ")";
      case 3 -> "count_values " + grouping + "(\"v\", " + selector("h") + ")";
      default ->
          pick(List.of("sum", "avg", "count", "min", "max", "group", "stddev", "stdvar"))
              + " "
              + grouping
              + "("
              + vector(depth)
              + ")";
    };
  }

  private String rangeFunction(int depth) {
    String range = range(depth);
    return switch (random.nextInt(12)) {
      case 0 -> "quantile_over_time(0.7, " + range + ")";
      case 1 -> "predict_linear(" + range + ", 60)";
      default -> pick(RANGE_FUNCTIONS) + "(" + range + ")";
    };
  }

  private String range(int depth) {
    String length = pick(List.of("30s", "1m", "95s", "5m", "12m"));
    if (depth > 0 && random.nextInt(4) == 0) {
      return "("
          + vector(depth - 1)
          + ")["
          + length
          + ":"
          + pick(List.of("", "17s", "1m"))
          + "]"
          + modifiers();
    }
    return pick(METRICS) + labels() + "[" + length + "]" + modifiers();
  }

  private String selector() {
    return selector(pick(METRICS));
  }

  private String selector(String metric) {
    return metric + labels() + modifiers();
  }

  private String labels() {
    return pick(
        List.of(
            "",
            "",
            "{i=\"a\"}",
            "{i!=\"a\"}",
            "{i=~\"a|b\"}",
            "{j!~\"x.*\"}",
            "{nope=\"\"}",
            "{i=\"none\"}"));
  }

  private String modifiers() {
    String offset = random.nextInt(5) == 0 ? pick(List.of(" offset 1m", " offset -40s")) : "";
    String at = random.nextInt(8) == 0 ? pick(List.of(" @ 700", " @ start()", " @ end()")) : "";
    return at + offset;
  }
}
