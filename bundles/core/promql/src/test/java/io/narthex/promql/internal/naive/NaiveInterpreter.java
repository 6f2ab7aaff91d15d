// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.naive;

import com.google.re2j.Pattern;
import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.DurationExpr;
import io.narthex.promql.internal.ast.DurationNode;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.promql.internal.ast.Subquery;
import io.narthex.promql.internal.ast.TimeShift;
import io.narthex.promql.internal.ast.Unary;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.promql.internal.operator.ElementOperation;
import io.narthex.promql.internal.window.KahanSum;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Evaluates float queries at one time, from the tree alone. */
final class NaiveInterpreter {

  private static final long LOOKBACK = 300_000;

  private final List<NaiveSeries> data;
  private final long start;
  private final long end;

  /** An interpreter of a query from start to end. */
  NaiveInterpreter(List<NaiveSeries> data, long start, long end) {
    this.data = data;
    this.start = start;
    this.end = end;
  }

  /** Returns a vector; a scalar is one element without labels. */
  Map<Labels, Double> evaluate(Expr expr, long t) {
    return expr.type() == ValueType.SCALAR
        ? Map.of(Labels.empty(), scalar(expr, t))
        : vector(expr, t);
  }

  double scalar(Expr expr, long t) {
    return switch (expr) {
      case NumberLiteral n -> n.value();
      case Paren p -> scalar(p.expr(), t);
      case Unary u -> u.negative() ? -scalar(u.expr(), t) : scalar(u.expr(), t);
      case Binary b -> ElementOperation.apply(b.op(), scalar(b.left(), t), scalar(b.right(), t));
      case Call c ->
          switch (c.function().name()) {
            case "time" -> t / 1000.0;
            case "pi" -> Math.PI;
            case "scalar" -> {
              Map<Labels, Double> v = vector(c.args().getFirst(), t);
              yield v.size() == 1 ? v.values().iterator().next() : Double.NaN;
            }
            default -> throw new IllegalArgumentException(c.function().name());
          };
      default -> throw new IllegalArgumentException("not a scalar: " + expr);
    };
  }

  Map<Labels, Double> vector(Expr expr, long t) {
    return switch (expr) {
      case Paren p -> vector(p.expr(), t);
      case Unary u -> {
        Map<Labels, Double> v = vector(u.expr(), t);
        yield u.negative() ? map(v, x -> -x) : v;
      }
      case VectorSelector s -> instant(s, t);
      case Aggregate a -> NaiveAggregates.apply(this, a, t);
      case Binary b -> binary(b, t);
      case Call c -> call(c, t);
      default -> throw new IllegalArgumentException("not a vector: " + expr);
    };
  }

  private static Map<Labels, Double> map(
      Map<Labels, Double> v, java.util.function.DoubleUnaryOperator f) {
    Map<Labels, Double> out = new LinkedHashMap<>();
    v.forEach((labels, x) -> put(out, dropName(labels), f.applyAsDouble(x)));
    return out;
  }

  static void put(Map<Labels, Double> out, Labels labels, double value) {
    if (out.put(labels, value) != null) {
      throw new NaiveFailure("same labels");
    }
  }

  static Labels dropName(Labels labels) {
    return labels.without(Label.METRIC_NAME);
  }

  private long shifted(TimeShift shift, long t) {
    long base =
        switch (shift.anchor()) {
          case NONE -> shift.atMs() == null ? t : shift.atMs();
          case START -> start;
          case END -> end;
        };
    return base - (shift.offset() == null ? 0 : ms(shift.offset()));
  }

  private static long ms(DurationNode node) {
    return switch (node) {
      case NumberLiteral n -> Math.round(n.value() * 1000);
      case DurationExpr e -> throw new IllegalArgumentException("no literal: " + e);
    };
  }

  private Map<Labels, Double> instant(VectorSelector s, long t) {
    long ref = shifted(s.shift(), t);
    Map<Labels, Double> out = new LinkedHashMap<>();
    for (NaiveSeries series : data) {
      if (!matches(series.labels(), s.matchers())) {
        continue;
      }
      Map.Entry<Long, Double> e = series.samples().floorEntry(ref);
      if (e != null && e.getKey() > ref - LOOKBACK && !SpecialValues.isStale(e.getValue())) {
        put(out, series.labels(), e.getValue());
      }
    }
    return out;
  }

  private static boolean matches(Labels labels, List<Matcher> matchers) {
    for (Matcher m : matchers) {
      String v = labels.get(m.name());
      boolean ok =
          switch (m.type()) {
            case EQUAL -> v.equals(m.value());
            case NOT_EQUAL -> !v.equals(m.value());
            case REGEX -> Pattern.matches(m.value(), v);
            case NOT_REGEX -> !Pattern.matches(m.value(), v);
          };
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  /** A window of a series: ascending times and values. */
  record Window(Labels labels, long[] times, double[] values) {}

  private List<Window> windows(Expr expr, long t) {
    return switch (expr) {
      case MatrixSelector m -> {
        long ref = shifted(m.selector().shift(), t);
        List<Window> out = new ArrayList<>();
        for (NaiveSeries s : data) {
          if (matches(s.labels(), m.selector().matchers())) {
            TreeMap<Long, Double> in = new TreeMap<>();
            s.samples().subMap(ref - ms(m.range()), false, ref, true).forEach(in::put);
            in.values().removeIf(SpecialValues::isStale);
            add(out, s.labels(), in);
          }
        }
        yield out;
      }
      case Subquery s -> subquery(s, t);
      case Paren p -> windows(p.expr(), t);
      default -> throw new IllegalArgumentException("not a range: " + expr);
    };
  }

  private static void add(List<Window> out, Labels labels, TreeMap<Long, Double> in) {
    if (!in.isEmpty()) {
      out.add(
          new Window(
              labels,
              in.keySet().stream().mapToLong(Long::longValue).toArray(),
              in.values().stream().mapToDouble(Double::doubleValue).toArray()));
    }
  }

  private List<Window> subquery(Subquery s, long t) {
    long ref = shifted(s.shift(), t);
    long step = s.step() == null ? 60_000 : ms(s.step());
    Map<Labels, TreeMap<Long, Double>> series = new LinkedHashMap<>();
    long before = ref - ms(s.range());
    for (long u = Math.floorDiv(before, step) * step; u <= ref; u += step) {
      if (u > before) {
        long at = u;
        vector(s.expr(), u)
            .forEach((l, v) -> series.computeIfAbsent(l, k -> new TreeMap<>()).put(at, v));
      }
    }
    List<Window> out = new ArrayList<>();
    series.forEach((labels, in) -> add(out, labels, in));
    return out;
  }

  private long rangeMs(Expr expr) {
    return switch (expr) {
      case MatrixSelector m -> ms(m.range());
      case Subquery s -> ms(s.range());
      case Paren p -> rangeMs(p.expr());
      default -> throw new IllegalArgumentException("not a range: " + expr);
    };
  }

  private long rangeEnd(Expr expr, long t) {
    return switch (expr) {
      case MatrixSelector m -> shifted(m.selector().shift(), t);
      case Subquery s -> shifted(s.shift(), t);
      case Paren p -> rangeEnd(p.expr(), t);
      default -> throw new IllegalArgumentException("not a range: " + expr);
    };
  }

  private Map<Labels, Double> call(Call c, long t) {
    String name = c.function().name();
    List<Expr> args = c.args();
    Map<Labels, Double> out = new LinkedHashMap<>();
    switch (name) {
      case "vector" -> {
        return Map.of(Labels.empty(), scalar(args.getFirst(), t));
      }
      case "abs" -> {
        return map(vector(args.getFirst(), t), Math::abs);
      }
      case "ceil" -> {
        return map(vector(args.getFirst(), t), Math::ceil);
      }
      case "sgn" -> {
        return map(vector(args.getFirst(), t), x -> x > 0 ? 1 : x < 0 ? -1 : x);
      }
      case "clamp_min" -> {
        double low = scalar(args.get(1), t);
        return map(vector(args.getFirst(), t), x -> Math.max(low, x));
      }
      case "clamp_max" -> {
        double high = scalar(args.get(1), t);
        return map(vector(args.getFirst(), t), x -> Math.min(high, x));
      }
      case "timestamp" -> {
        if (args.getFirst() instanceof VectorSelector s) {
          long ref = shifted(s.shift(), t);
          for (NaiveSeries series : data) {
            if (matches(series.labels(), s.matchers())) {
              Map.Entry<Long, Double> e = series.samples().floorEntry(ref);
              if (e != null
                  && e.getKey() > ref - LOOKBACK
                  && !SpecialValues.isStale(e.getValue())) {
                put(out, dropName(series.labels()), e.getKey() / 1000.0);
              }
            }
          }
          return out;
        }
        return map(vector(args.getFirst(), t), x -> t / 1000.0);
      }
      case "absent" -> {
        return vector(args.getFirst(), t).isEmpty()
            ? Map.of(args.getFirst() instanceof VectorSelector s ? fixed(s) : Labels.empty(), 1.0)
            : out;
      }
      case "label_replace" -> {
        String dst = text(args.get(1));
        String src = text(args.get(3));
        Pattern p = Pattern.compile(text(args.get(4)));
        vector(args.getFirst(), t)
            .forEach(
                (l, v) -> {
                  boolean m = p.matcher(l.get(src)).matches();
                  put(out, m ? l.with(dst, text(args.get(2))) : l, v);
                });
        return out;
      }
      default -> {
        return range(c, name, t);
      }
    }
  }

  private static Labels fixed(VectorSelector s) {
    Labels labels = Labels.empty();
    for (Matcher m : s.matchers()) {
      if (m.type() == Matcher.Type.EQUAL && !m.name().equals(Label.METRIC_NAME)) {
        labels = labels.with(m.name(), m.value());
      }
    }
    return labels;
  }

  private static String text(Expr expr) {
    return expr instanceof StringLiteral s ? s.value() : "";
  }

  private Map<Labels, Double> range(Call c, String name, long t) {
    int index = name.equals("quantile_over_time") ? 1 : 0;
    Expr arg = c.args().get(index);
    double param = c.args().size() > 1 ? scalar(c.args().get(1 - index), t) : 0;
    Map<Labels, Double> out = new LinkedHashMap<>();
    boolean keep = name.equals("last_over_time") || name.equals("first_over_time");
    for (Window w : windows(arg, t)) {
      long rangeEnd = rangeEnd(arg, t);
      Double v = NaiveWindows.apply(name, w, param, rangeEnd - rangeMs(arg), rangeEnd, t);
      if (v != null) {
        put(out, keep ? w.labels() : dropName(w.labels()), v);
      }
    }
    return out;
  }

  private Map<Labels, Double> binary(Binary b, long t) {
    ValueType lt = b.left().type();
    ValueType rt = b.right().type();
    Map<Labels, Double> out = new LinkedHashMap<>();
    if (lt == ValueType.VECTOR && rt == ValueType.VECTOR) {
      return vectors(b, vector(b.left(), t), vector(b.right(), t));
    }
    boolean scalarLeft = lt == ValueType.SCALAR;
    double s = scalar(scalarLeft ? b.left() : b.right(), t);
    vector(scalarLeft ? b.right() : b.left(), t)
        .forEach(
            (labels, v) -> {
              double x = scalarLeft ? s : v;
              double y = scalarLeft ? v : s;
              if (!b.op().isComparison()) {
                put(out, dropName(labels), ElementOperation.apply(b.op(), x, y));
              } else if (b.returnBool()) {
                put(out, dropName(labels), ElementOperation.holds(b.op(), x, y) ? 1 : 0);
              } else if (ElementOperation.holds(b.op(), x, y)) {
                put(out, labels, v);
              }
            });
    return out;
  }

  private static Labels signature(Matching m, Labels labels) {
    Set<String> names = new HashSet<>(m.labels());
    return labels.keep(
        n -> m.on() ? names.contains(n) : !n.equals(Label.METRIC_NAME) && !names.contains(n));
  }

  private static Map<Labels, Double> vectors(
      Binary b, Map<Labels, Double> left, Map<Labels, Double> right) {
    Matching m = Objects.requireNonNull(b.matching());
    Map<Labels, Double> out = new LinkedHashMap<>();
    if (b.op().isSet()) {
      Set<Labels> lefts = new HashSet<>();
      Set<Labels> rights = new HashSet<>();
      left.keySet().forEach(l -> lefts.add(signature(m, l)));
      right.keySet().forEach(l -> rights.add(signature(m, l)));
      left.forEach(
          (l, v) -> {
            if (b.op() == BinaryOp.OR
                || rights.contains(signature(m, l)) == (b.op() == BinaryOp.AND)) {
              put(out, l, v);
            }
          });
      if (b.op() == BinaryOp.OR) {
        right.forEach(
            (l, v) -> {
              if (!lefts.contains(signature(m, l))) {
                put(out, l, v);
              }
            });
      }
      return out;
    }
    if (left.isEmpty() || right.isEmpty()) {
      return out;
    }
    boolean swap = m.cardinality() == Matching.Cardinality.ONE_TO_MANY;
    Map<Labels, Double> many = swap ? right : left;
    Map<Labels, Map.Entry<Labels, Double>> one = new LinkedHashMap<>();
    for (Map.Entry<Labels, Double> e : (swap ? left : right).entrySet()) {
      if (one.put(signature(m, e.getKey()), e) != null) {
        throw new NaiveFailure("many-to-many");
      }
    }
    Set<Labels> matched = new HashSet<>();
    Map<Labels, Set<Labels>> inserted = new LinkedHashMap<>();
    for (Map.Entry<Labels, Double> e : many.entrySet()) {
      Labels signature = signature(m, e.getKey());
      Map.Entry<Labels, Double> other = one.get(signature);
      if (other == null) {
        continue;
      }
      boolean oneToOne = m.cardinality() == Matching.Cardinality.ONE_TO_ONE;
      Labels labels = resultLabels(b, m, e.getKey(), other.getKey(), oneToOne);
      boolean fresh =
          oneToOne
              ? matched.add(signature)
              : inserted.computeIfAbsent(signature, k -> new HashSet<>()).add(labels);
      if (!fresh) {
        throw new NaiveFailure("multiple matches");
      }
      double x = swap ? other.getValue() : e.getValue();
      double y = swap ? e.getValue() : other.getValue();
      if (!b.op().isComparison()) {
        put(out, labels, ElementOperation.apply(b.op(), x, y));
      } else if (b.returnBool() || ElementOperation.holds(b.op(), x, y)) {
        put(out, labels, b.returnBool() ? (ElementOperation.holds(b.op(), x, y) ? 1 : 0) : x);
      }
    }
    return out;
  }

  private static Labels resultLabels(
      Binary b, Matching m, Labels many, Labels one, boolean oneToOne) {
    Labels labels = b.op().changesMetric() || b.returnBool() ? dropName(many) : many;
    if (oneToOne) {
      labels = labels.keep(n -> m.labels().contains(n) == m.on());
    }
    for (String name : m.include()) {
      labels = labels.with(name, one.get(name));
    }
    return labels;
  }

  static double quantile(double q, double[] values) {
    if (Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0 || q > 1) {
      return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    // NaN counts as less than all numbers.
    double[] sorted =
        Arrays.stream(values)
            .boxed()
            .sorted(Comparator.comparing((Double v) -> !v.isNaN()).thenComparing(v -> v))
            .mapToDouble(v -> v)
            .toArray();
    double rank = q * (sorted.length - 1);
    int low = (int) Math.floor(rank);
    int high = Math.min(sorted.length - 1, low + 1);
    double weight = rank - low;
    return sorted[low] * (1 - weight) + sorted[high] * weight;
  }

  /** The sum, with the engine's care for the last bits. */
  static double sum(double[] values) {
    KahanSum sum = new KahanSum();
    Arrays.stream(values).forEach(sum::add);
    return sum.value();
  }

  /** The smallest number; NaN only when there is nothing else. */
  static double min(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).min().orElse(Double.NaN);
  }

  static @Nullable Double orNull(boolean present, double value) {
    return present ? Double.valueOf(value) : null;
  }
}
