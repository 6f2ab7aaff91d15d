// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.naive;

import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Aggregations of one vector, by their definitions. */
final class NaiveAggregates {

  private NaiveAggregates() {}

  static Map<Labels, Double> apply(NaiveInterpreter in, Aggregate a, long t) {
    Map<Labels, List<Map.Entry<Labels, Double>>> groups = new LinkedHashMap<>();
    for (Map.Entry<Labels, Double> e : in.vector(a.expr(), t).entrySet()) {
      groups.computeIfAbsent(key(a, e), k -> new ArrayList<>()).add(e);
    }
    Map<Labels, Double> out = new LinkedHashMap<>();
    boolean number =
        switch (a.op()) {
          case TOPK, BOTTOMK, QUANTILE, LIMITK -> true;
          default -> false;
        };
    double param = number ? in.scalar(Objects.requireNonNull(a.param()), t) : 0;
    groups.forEach((labels, group) -> group(a, labels, group, param, out));
    return out;
  }

  private static double[] negated(double[] v) {
    return java.util.Arrays.stream(v).map(x -> -x).toArray();
  }

  private static Labels key(Aggregate a, Map.Entry<Labels, Double> e) {
    Labels labels = e.getKey();
    List<String> names = new ArrayList<>(a.grouping());
    if (a.param() instanceof StringLiteral s) {
      labels = labels.with(s.value(), GoText.plain(e.getValue()));
      if (!a.without()) {
        names.add(s.value());
      }
    }
    return a.without()
        ? labels.keep(n -> !names.contains(n) && !n.equals(Label.METRIC_NAME))
        : labels.keep(names::contains);
  }

  private static void group(
      Aggregate a,
      Labels labels,
      List<Map.Entry<Labels, Double>> group,
      double param,
      Map<Labels, Double> out) {
    double[] v = group.stream().mapToDouble(Map.Entry::getValue).toArray();
    double sum = NaiveInterpreter.sum(v);
    double mean = sum / v.length;
    double variance = java.util.Arrays.stream(v).map(x -> (x - mean) * (x - mean)).sum() / v.length;
    switch (a.op()) {
      case SUM -> out.put(labels, sum);
      case AVG -> out.put(labels, mean);
      case COUNT, COUNT_VALUES -> out.put(labels, (double) v.length);
      case GROUP -> out.put(labels, 1.0);
      case MIN -> out.put(labels, NaiveInterpreter.min(v));
      case MAX -> out.put(labels, -NaiveInterpreter.min(negated(v)));
      case STDDEV -> out.put(labels, Math.sqrt(variance));
      case STDVAR -> out.put(labels, variance);
      case QUANTILE -> out.put(labels, NaiveInterpreter.quantile(param, v));
      case TOPK, BOTTOMK -> {
        List<Map.Entry<Labels, Double>> sorted = new ArrayList<>(group);
        sorted.sort(Comparator.comparingDouble(Map.Entry::getValue));
        List<Map.Entry<Labels, Double>> ranked =
            a.op() == io.narthex.promql.internal.ast.AggregateOp.TOPK ? sorted.reversed() : sorted;
        ranked.stream().limit((long) param).forEach(e -> out.put(e.getKey(), e.getValue()));
      }
      case LIMITK, LIMIT_RATIO -> throw new IllegalArgumentException(a.op().text());
    }
  }
}
