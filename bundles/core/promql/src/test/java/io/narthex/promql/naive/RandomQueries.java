// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.util.List;
import java.util.Random;

/** Makes expressions that parse, over the series of {@link #DATA}. */
final class RandomQueries {

  /** Series with steps of 15 seconds: counters, gauges, gaps, stale markers, histograms. */
  static final String DATA =
      """
      requests_total{job="a",instance="1"} 0+7x40
      requests_total{job="a",instance="2"} 5+3x20 0+2x19
      requests_total{job="b",instance="1"} 100 _x3 110+1x10 stale _x5 3+4x19
      requests_total{job="b",instance="3"} NaN 1 2 Inf 5 -Inf 7x30
      temperature{job="a",instance="1",place="x"} 20-1x20 0+3x19
      temperature{job="a",instance="2",place="y"} -5+0.25x40
      temperature{job="b",instance="1",place="x"} 0x40
      level{job="a",instance="1"} 1x10 stale _x10 2x18
      level{job="b",instance="9"} 3 -0 4 -0 5 NaN 6x30
      latency_bucket{job="a",le="0.1"} 0+1x40
      latency_bucket{job="a",le="1"} 0+3x40
      latency_bucket{job="a",le="+Inf"} 0+4x40
      latency_bucket{job="b",le="0.1"} 0+2x40
      latency_bucket{job="b",le="1"} 0+1x40
      latency_bucket{job="b",le="+Inf"} 0+2x40
      sizes{job="a"} {{schema:1 count:6 sum:9 z_bucket:1 z_bucket_w:0.001 buckets:[1 2 2]}}+{{schema:1 count:3 sum:4 buckets:[1 1 1]}}x40
      sizes{job="b"} {{schema:0 count:4 sum:2 buckets:[3 1] n_buckets:[0]}}+{{schema:0 count:2 sum:1 buckets:[1] n_buckets:[1]}}x20 {{count:1 sum:1 buckets:[1]}}x18
      sizes{job="c"} {{count:5 sum:5 buckets:[5] counter_reset_hint:gauge}}-{{count:0.1 sum:1 buckets:[0.1]}}x30
      custom{job="a"} {{schema:-53 count:6 sum:9 custom_values:[1 2] buckets:[1 2 3]}}+{{schema:-53 count:1 sum:2 custom_values:[1 2] buckets:[0 1]}}x40
      custom{job="b"} {{schema:-53 count:6 sum:9 custom_values:[1 5] buckets:[1 2 3]}}x40
      mixed{job="a"} 1x10 {{count:2 sum:1 buckets:[2]}}x10 3x10
      target_info{job="a",instance="1",version="v1"} 1x40
      target_info{job="a",instance="2",version="v2"} 1x40
      """;

  private static final List<String> METRICS =
      List.of(
          "requests_total", "temperature", "level", "latency_bucket", "sizes", "custom", "mixed");
  private static final List<String> SELECTORS =
      List.of("", "{job=\"a\"}", "{job!=\"b\"}", "{instance=~\"[12]\"}", "{place=\"\"}");
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
          "first_over_time",
          "present_over_time",
          "mad_over_time",
          "ts_of_max_over_time",
          "ts_of_last_over_time",
          "absent_over_time");
  private static final List<String> AGGREGATIONS =
      List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar");
  private static final List<String> GROUPINGS =
      List.of(
          "", " by (job)", " by (job, instance)", " without (instance)", " without (le)", " by ()");
  private static final List<String> ARITHMETIC =
      List.of("+", "-", "*", "/", "%", "^", "atan2", "</", ">/");
  private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");
  private static final List<String> MATCHINGS =
      List.of(
          "",
          " on (job)",
          " ignoring (instance)",
          " on (job, instance)",
          " on (job) group_left",
          " on (job) group_right (place)",
          " ignoring (place) group_left",
          " on (instance) fill (0)");

  private final Random random;

  RandomQueries(Random random) {
    this.random = random;
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Returns an expression that is a vector or a scalar. */
  String next() {
    return random.nextInt(12) == 0 ? scalar(3) : vector(random.nextInt(1, 5));
  }

  private String modifiers() {
    return switch (random.nextInt(10)) {
      case 0 -> " offset " + any(DURATIONS);
      case 1 -> " @ " + random.nextInt(700);
      case 2 -> " @ start()";
      case 3 -> " offset -30s";
      default -> "";
    };
  }

  private String selector() {
    return any(METRICS) + any(SELECTORS);
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
      case 3 -> "time()";
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
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> any(RANGES) + "(" + range(next) + ")";
      case 3 -> any(MATH) + "(" + vector(next) + ")";
      case 4, 5 -> any(AGGREGATIONS) + any(GROUPINGS) + " (" + vector(next) + ")";
      case 6 ->
          "(" + vector(next) + " " + any(ARITHMETIC) + any(MATCHINGS) + " " + vector(next) + ")";
      case 7 -> {
        String bool = random.nextBoolean() ? " bool" : "";
        yield "("
            + vector(next)
            + " "
            + any(COMPARISONS)
            + bool
            + any(MATCHINGS)
            + " "
            + vector(next)
            + ")";
      }
      case 8 -> {
        String matching = any(MATCHINGS.subList(0, 4));
        String op = any(List.of(" and", " or", " unless"));
        yield "(" + vector(next) + op + matching + " " + vector(next) + ")";
      }
      case 9 ->
          random.nextBoolean()
              ? "(" + vector(next) + " " + any(ARITHMETIC) + " " + scalar(next) + ")"
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
                                  ? any(List.of("1", "9"))
                                  : scalar(0))
                              + ", "
                              // Which of equal values is taken is not defined but for selectors.
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
                  "histogram_fraction(0.5, 3, " + vector(next) + ")",
                  "predict_linear(" + range(next) + ", 60)",
                  "info(" + vector(next) + ")",
                  "count_values(\"v\", " + selector() + ")",
                  "sum by (job) (rate(" + selector() + "[2m]))"));
      default -> "vector(" + scalar(next) + ")";
    };
  }
}
