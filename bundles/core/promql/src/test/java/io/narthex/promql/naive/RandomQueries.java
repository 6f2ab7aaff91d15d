// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.util.List;
import java.util.Random;

/** Makes expressions that parse, over the series that a vocabulary knows. */
public final class RandomQueries {

  private static final List<String> DURATIONS = List.of("15s", "1m", "90s", "2m", "4m30s", "7m");
  private static final List<String> NUMBERS =
      List.of("0", "1", "2.5", "-3", "0.3", "NaN", "Inf", "1e3", "7");
  private static final List<String> MATH =
      List.of(
          "abs",
          "ceil",
          "floor",
          "exp",
          "sqrt",
          "ln",
          "log2",
          "log10",
          "sgn",
          "deg",
          "rad",
          "sin",
          "cos",
          "tan",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "asin",
          "acos",
          "asinh",
          "acosh",
          "atanh",
          "minute",
          "hour",
          "day_of_week",
          "day_of_month",
          "day_of_year",
          "days_in_month",
          "month",
          "year",
          "timestamp",
          "absent",
          "histogram_count",
          "histogram_sum",
          "histogram_avg",
          "histogram_stddev",
          "histogram_stdvar",
          "round");
  private static final List<String> RANGES =
      List.of(
          "rate",
          "increase",
          "delta",
          "irate",
          "idelta",
          "changes",
          "resets",
          "deriv",
          "sum_over_time",
          "avg_over_time",
          "min_over_time",
          "max_over_time",
          "count_over_time",
          "stddev_over_time",
          "stdvar_over_time",
          "last_over_time",
          "present_over_time",
          "mad_over_time",
          "ts_of_max_over_time",
          "ts_of_last_over_time",
          "ts_of_min_over_time",
          "absent_over_time",
          "first_over_time",
          "ts_of_first_over_time");

  /** How many at the end of the list came after Prometheus 3.5. */
  private static final int NEWER_RANGES = 2;

  private static final List<String> AGGREGATIONS =
      List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");
  private static final List<String> LABELS = List.of("x", "job", "instance", "__name__", "le");
  private static final List<String> RATIOS = List.of("0.3", "-0.3", "1", "-1", "0");
  private static final List<String> PHIS = List.of("0", "0.5", "0.99", "1");
  private static final List<String> ARITHMETIC =
      List.of("+", "-", "*", "/", "%", "^", "atan2", "</", ">/");
  private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

  private final Random random;
  private final Vocabulary vocabulary;

  /** Queries with a vocabulary of their own. */
  public RandomQueries(Random random, Vocabulary vocabulary) {
    this.random = random;
    this.vocabulary = vocabulary;
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Returns an expression that is a vector or a scalar. */
  public String next() {
    return random.nextInt(12) == 0 ? scalar(3) : vector(random.nextInt(1, 5));
  }

  private String modifiers() {
    return switch (random.nextInt(10)) {
      case 0 -> " offset " + any(DURATIONS);
      case 1 -> " @ " + vocabulary.time(random);
      case 2 -> " @ start()";
      case 3 -> " offset -30s";
      case 4 -> " @ end() offset 1m";
      default -> "";
    };
  }

  /** Numbers of series to take. Which of equal ones a server takes depends on its storage. */
  private List<String> counts() {
    return vocabulary.newest() ? List.of("1", "2", "9") : List.of("0", "1000");
  }

  private String arithmetic() {
    return any(vocabulary.newest() ? ARITHMETIC : ARITHMETIC.subList(0, 7));
  }

  private String selector() {
    return vocabulary.selector(random);
  }

  private String scalar(int depth) {
    return switch (depth <= 0 ? 0 : random.nextInt(6)) {
      case 1 -> "scalar(" + vector(depth - 1) + ")";
      case 2 ->
          "("
              + scalar(depth - 1)
              + " "
              + any(ARITHMETIC.subList(0, 7))
              + " "
              + scalar(depth - 1)
              + ")";
      case 3 -> any(List.of("time()", "pi()"));
      case 4 ->
          "(" + scalar(depth - 1) + " " + any(COMPARISONS) + " bool " + scalar(depth - 1) + ")";
      default -> any(NUMBERS);
    };
  }

  private String range(int depth) {
    if (depth > 0 && random.nextInt(5) == 0) {
      String step = random.nextBoolean() ? "" : any(DURATIONS);
      return "(" + vector(depth - 1) + ")[" + any(DURATIONS) + ":" + step + "]" + modifiers();
    }
    return selector() + "[" + any(DURATIONS) + "]" + modifiers();
  }

  private String vector(int depth) {
    if (depth <= 0) {
      return selector() + modifiers();
    }
    int next = depth - 1;
    return switch (random.nextInt(16)) {
      case 0, 1, 2 ->
          any(vocabulary.newest() ? RANGES : RANGES.subList(0, RANGES.size() - NEWER_RANGES))
              + "("
              + range(next)
              + ")";
      case 3 -> any(MATH) + "(" + vector(next) + ")";
      case 4, 5 -> any(AGGREGATIONS) + vocabulary.grouping(random) + " (" + vector(next) + ")";
      case 6 ->
          "("
              + vector(next)
              + " "
              + arithmetic()
              + vocabulary.matching(random)
              + " "
              + vector(next)
              + ")";
      case 7 -> {
        String bool = random.nextBoolean() ? " bool" : "";
        yield "("
            + vector(next)
            + " "
            + any(COMPARISONS)
            + bool
            + vocabulary.matching(random)
            + " "
            + vector(next)
            + ")";
      }
      case 8 -> {
        String matching = vocabulary.plainMatching(random);
        String op = any(List.of(" and", " or", " unless"));
        yield "(" + vector(next) + op + matching + " " + vector(next) + ")";
      }
      case 9 ->
          random.nextBoolean()
              ? "(" + vector(next) + " " + arithmetic() + " " + scalar(next) + ")"
              : "(" + scalar(next) + " " + any(COMPARISONS) + " " + vector(next) + ")";
      case 10 -> "-(" + vector(next) + ")";
      case 11 ->
          any(List.of(
                  "histogram_quantile(",
                  "quantile_over_time(",
                  "quantile by (job) (",
                  "topk(",
                  "bottomk by (job) ("))
              .transform(
                  head ->
                      head.startsWith("quantile_over")
                          ? head + scalar(0) + ", " + range(next) + ")"
                          : head
                              + (head.contains("topk") || head.contains("bottomk")
                                  ? any(counts())
                                  : scalar(0))
                              + ", "
                              // A last digit would decide which of computed values is taken.
                              + (head.contains("topk") || head.contains("bottomk")
                                  ? selector()
                                  : vector(next))
                              + ")");
      case 12 ->
          any(
              List.of(
                  "label_replace(" + vector(next) + ", \"x\", \"$1-y\", \"job\", \"(.*)\")",
                  "label_join(" + vector(next) + ", \"z\", \"/\", \"job\", \"instance\")",
                  "clamp(" + vector(next) + ", -2, 9)",
                  "clamp_min(" + vector(next) + ", " + scalar(next) + ")",
                  "clamp_max(" + vector(next) + ", " + scalar(next) + ")",
                  "round(" + vector(next) + ", " + any(NUMBERS) + ")",
                  "double_exponential_smoothing(" + range(next) + ", 0.3, 0.6)",
                  "histogram_quantile(0.9, sum by (le, job) (rate(" + selector() + "[2m])))",
                  "histogram_fraction(0, 1, rate(" + selector() + "[4m]))",
                  "rate(" + selector() + "[2m]) * 60",
                  "avg without (instance) (irate(" + selector() + "[1m]))",
                  "histogram_fraction(0.5, 3, " + vector(next) + ")",
                  "predict_linear(" + range(next) + ", 60)",
                  vocabulary.newest() ? "info(" + vector(next) + ")" : "sort(" + vector(next) + ")",
                  "count_values(\"v\", " + selector() + ")",
                  "sum by (job) (rate(" + selector() + "[2m]))"));
      case 13, 14 -> more(next);
      default -> "vector(" + scalar(next) + ")";
    };
  }

  /**
   * What the other branches have not, or with other arguments than they give it. The last ones are
   * for a server alone: the interpreter remarks on every step where upstream remarks once, and does
   * not see which series a new label makes the same.
   */
  private String more(int next) {
    String vector = vector(next);
    String grouping = vocabulary.grouping(random);
    String label = '"' + any(LABELS) + '"';
    return switch (random.nextInt(vocabulary.newest() ? 8 : 16)) {
      case 0 -> "+" + vector;
      case 1 -> "count_values" + grouping + " (\"v\", round(" + vector + "))";
      case 2 -> "predict_linear(" + range(next) + ", " + scalar(next) + ")";
      case 3 -> "absent(" + selector() + modifiers() + ")";
      case 4 -> "-" + vector + " ^ " + any(NUMBERS);
      case 5 -> "histogram_fraction(" + scalar(next) + ", " + scalar(next) + ", " + vector + ")";
      case 6 -> "histogram_quantile(" + any(PHIS) + ", " + vector + ")";
      case 7 -> "limitk" + grouping + " (" + any(counts()) + ", " + vector + ")";
      case 8 -> any(List.of("sort(", "sort_desc(")) + vector + ")";
      case 9 -> any(List.of("sort_by_label(", "sort_by_label_desc(")) + vector + ", \"job\")";
      case 10 -> "quantile" + grouping + " (" + scalar(next) + ", " + vector + ")";
      case 11 -> "clamp(" + vector + ", " + scalar(next) + ", " + scalar(next) + ")";
      case 12 -> "limit_ratio" + grouping + " (" + any(RATIOS) + ", " + vector + ")";
      case 13 -> "label_join(" + vector + ", " + label + ", \"-\", \"instance\", \"__name__\")";
      default -> {
        String replacement = any(List.of("$1-y", "${2}", "z", ""));
        String regex = any(List.of("(.*)", "(.)(.*)", "[ab]", ""));
        yield "label_replace(%s, %s, \"%s\", \"%s\", \"%s\")"
            .formatted(vector, label, replacement, any(LABELS), regex);
      }
    };
  }
}
