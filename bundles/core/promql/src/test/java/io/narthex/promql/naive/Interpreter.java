// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.promql.internal.ast.Subquery;
import io.narthex.promql.internal.ast.Unary;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.naive.NaiveValue.Mat;
import io.narthex.promql.naive.NaiveValue.Num;
import io.narthex.promql.naive.NaiveValue.Str;
import io.narthex.promql.naive.NaiveValue.Vec;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions at single times. */
final class Interpreter {

  private final Context context;
  private final Selectors selectors;
  private final Durations durations;
  private final NaiveFunctions functions;

  /**
   * Prepares the evaluation of one query.
   *
   * @param query the whole expression
   */
  Interpreter(Context context, Expr query) {
    this.context = context;
    selectors = new Selectors(context, CountsOnly.selectors(query));
    durations = new Durations(context);
    functions = new NaiveFunctions(context, this);
  }

  Context context() {
    return context;
  }

  Selectors selectors() {
    return selectors;
  }

  /** Evaluates an expression at a time. */
  NaiveValue eval(Expr expr, long time) {
    return switch (expr) {
      case NumberLiteral n -> new Num(n.value());
      case StringLiteral s -> new Str(s.value());
      case Paren p -> eval(p.expr(), time);
      case Unary u -> unary(u, time);
      case VectorSelector v -> new Vec(at(selectors.instant(v, time), time));
      case MatrixSelector m ->
          new Mat(selectors.range(m.selector(), durations.positive(m.range()), time));
      case Subquery s -> new Mat(subquery(s, time));
      case Call c -> functions.call(c, time);
      case Aggregate a -> new Vec(new NaiveAggregation(this, a).evaluate(time));
      case Binary b -> new NaiveBinary(this, b).evaluate(time);
    };
  }

  /** Returns samples as results of a step. */
  private static List<Element> at(List<Element> elements, long time) {
    return elements.stream()
        .map(
            e -> new Element(e.labels(), e.value(), e.histogram(), e.dropName(), time, e.startMs()))
        .toList();
  }

  List<Element> vector(Expr expr, long time) {
    return switch (eval(expr, time)) {
      case Vec v -> v.elements();
      case Num n -> List.of(Element.of(Labels.empty(), n.value()));
      case Str s -> throw new IllegalStateException("a string is no vector");
      case Mat m -> throw new IllegalStateException("a range is no vector");
    };
  }

  double scalar(Expr expr, long time) {
    return eval(expr, time) instanceof Num n ? n.value() : Double.NaN;
  }

  String text(Expr expr) {
    return expr instanceof Paren p ? text(p.expr()) : ((StringLiteral) expr).value();
  }

  List<Window> windows(Expr expr, long time) {
    return ((Mat) eval(expr, time)).windows();
  }

  private NaiveValue unary(Unary u, long time) {
    NaiveValue value = eval(u.expr(), time);
    if (!u.negative()) {
      return value;
    }
    if (value instanceof Num n) {
      return new Num(-n.value());
    }
    List<Element> negated = new ArrayList<>();
    for (Element e : ((Vec) value).elements()) {
      FloatHistogram h = e.histogram();
      Element result = h == null ? e.with(-e.value(), null) : e.with(0, h.copy().multiply(-1));
      negated.add(result.with(e.labels(), true));
    }
    return new Vec(negated);
  }

  /** Samples of a subquery are no neighbours, so what they tell of resets does not hold. */
  private static @Nullable FloatHistogram unhinted(@Nullable FloatHistogram h) {
    return h == null || h.hint() == ResetHint.GAUGE ? h : h.copy().setHint(ResetHint.UNKNOWN);
  }

  private List<Window> subquery(Subquery s, long time) {
    long end = selectors.moved(s.shift(), time);
    long range = durations.positive(s.range());
    long step = s.step() == null ? 0 : durations.positive(s.step());
    if (step == 0) {
      step = context.settings().subqueryStep().toMillis();
    }
    Map<Labels, List<Element>> points = new TreeMap<>();
    Map<Labels, Boolean> dropNames = new HashMap<>();
    for (long t = (Math.floorDiv(end - range, step) + 1) * step; t <= end; t += step) {
      for (Element e : vector(s.expr(), t)) {
        dropNames.merge(e.labels(), e.dropName(), Boolean::logicalOr);
        points
            .computeIfAbsent(e.labels(), l -> new ArrayList<>())
            .add(new Element(e.labels(), e.value(), unhinted(e.histogram()), false, t, 0));
      }
    }
    List<Window> windows = new ArrayList<>();
    points.forEach(
        (labels, list) ->
            windows.add(
                new Window(
                    labels, Boolean.TRUE.equals(dropNames.get(labels)), list, end - range, end)));
    return windows;
  }
}
