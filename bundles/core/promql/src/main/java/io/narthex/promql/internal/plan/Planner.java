// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plan;

import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.promql.internal.ast.Subquery;
import io.narthex.promql.internal.ast.TimeShift;
import io.narthex.promql.internal.ast.Unary;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.promql.internal.function.BucketUse;
import io.narthex.promql.internal.function.FunctionDefinition;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.promql.internal.scan.Selector.Use;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan from a checked tree: parentheses go, lengths of time become numbers, {@code
 * start()} and {@code end()} become times.
 */
public final class Planner {

  private final QueryTimes times;
  private final FunctionRegistry functions;
  private final DurationEvaluator durations;

  /** A planner for queries at some times. */
  public Planner(QueryTimes times, FunctionRegistry functions) {
    this.times = times;
    this.functions = functions;
    this.durations = new DurationEvaluator(times);
  }

  /**
   * Returns the plan.
   *
   * @throws PlanException when a length of time is not positive or out of range
   */
  public Plan plan(Expr expr) {
    return plan(expr, Use.NONE, Buckets.NEEDED);
  }

  /** Whether the expression above looks at the buckets of native histograms. */
  private enum Buckets {
    NEEDED,
    /** Only count and sum are looked at, as far as is known yet. */
    UNUSED,
    /** Needed whatever else stands between. */
    NEEDED_FOR_SURE
  }

  private Plan plan(Expr expr, Use use, Buckets buckets) {
    return switch (expr) {
      case NumberLiteral n -> new Plan.Constant(n.value(), n.span());
      case StringLiteral s -> new Plan.Text(s.value(), s.span());
      case Paren p -> plan(p.expr(), use, buckets);
      case Unary u -> new Plan.Unary(u.negative(), plan(u.expr(), use, buckets), u.span());
      case VectorSelector v -> new Plan.Select(selector(v, use, buckets), v.span());
      case MatrixSelector m ->
          new Plan.SelectRange(
              selector(m.selector(), use, buckets), durations.positive(m.range()), m.span());
      case Subquery s -> subquery(s);
      case Call c -> call(c, buckets);
      case Aggregate a -> aggregate(a, buckets);
      case Binary b -> {
        Buckets inner = b.op().isTrim() ? Buckets.NEEDED_FOR_SURE : buckets;
        yield new Plan.Binary(
            b.op(),
            plan(b.left(), Use.NONE, inner),
            plan(b.right(), Use.NONE, inner),
            b.matching(),
            b.returnBool(),
            b.span());
      }
    };
  }

  private Plan subquery(Subquery s) {
    long step = s.step() == null ? times.defaultSubqueryStepMs() : durations.positive(s.step());
    if (step == 0) {
      step = times.defaultSubqueryStepMs();
    }
    return new Plan.Subquery(
        plan(s.expr(), Use.NONE, Buckets.NEEDED_FOR_SURE),
        durations.positive(s.range()),
        step,
        at(s.shift()),
        durations.offset(s.shift().offset()),
        s.span());
  }

  private Plan call(Call c, Buckets buckets) {
    FunctionDefinition function = functions.get(c.function().name());
    FunctionDefinition.QueryConstant constant = function.traits().constant();
    if (constant != null) {
      long step = times.isPoint() ? 0 : times.stepMs();
      return new Plan.Constant(constant.value(times.startMs(), times.endMs(), step), c.span());
    }
    Buckets inner = below(function.traits().buckets(), buckets);
    List<Plan> args = new ArrayList<>();
    for (Expr arg : c.args()) {
      args.add(plan(arg, new Use(function.name(), false, List.of()), inner));
    }
    return new Plan.Call(function, args, c.span());
  }

  private static Buckets below(BucketUse use, Buckets buckets) {
    return switch (use) {
      case AS_ABOVE -> buckets;
      case COUNTS_ONLY -> buckets == Buckets.NEEDED_FOR_SURE ? buckets : Buckets.UNUSED;
      case NEEDED -> Buckets.NEEDED_FOR_SURE;
    };
  }

  private Plan aggregate(Aggregate a, Buckets buckets) {
    Use use = new Use(a.op().text(), !a.without(), a.grouping());
    Plan inner = plan(a.expr(), use, buckets);
    Plan param = a.param() == null ? null : plan(a.param(), Use.NONE, buckets);
    return new Plan.Aggregate(a.op(), inner, param, a.grouping(), a.without(), a.span());
  }

  private Selector selector(VectorSelector v, Use use, Buckets buckets) {
    return new Selector(
        v.matchers(),
        at(v.shift()),
        durations.offset(v.shift().offset()),
        v.extension(),
        buckets == Buckets.UNUSED,
        use);
  }

  private @Nullable Long at(TimeShift shift) {
    return switch (shift.anchor()) {
      case NONE -> shift.atMs();
      case START -> Long.valueOf(times.startMs());
      case END -> Long.valueOf(times.endMs());
    };
  }
}
