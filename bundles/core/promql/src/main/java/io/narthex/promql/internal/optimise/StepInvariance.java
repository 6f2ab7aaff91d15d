// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import io.narthex.promql.internal.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the largest parts whose value is the same at all steps, because {@code @} fixes the time of
 * all they read, and has them evaluated once.
 *
 * <p>Which parts these are is visible: sorting works within them, for instance. So this follows
 * upstream to the letter, also in that the parameter of an aggregation does not count.
 */
final class StepInvariance implements Rule {

  /**
   * A changed plan.
   *
   * @param invariant whether the value is the same at all steps
   * @param wrap whether evaluating it once is worth while
   */
  private record Result(Plan plan, boolean invariant, boolean wrap) {

    Plan wrapped() {
      return wrap ? new Plan.Once(plan) : plan;
    }
  }

  @Override
  public Plan apply(Plan plan) {
    return visit(plan).wrapped();
  }

  private Result visit(Plan plan) {
    return switch (plan) {
      case Plan.Constant c -> new Result(c, true, false);
      case Plan.Text t -> new Result(t, true, false);
      case Plan.Select s -> {
        boolean fixed = s.selector().atMs() != null;
        yield new Result(s, fixed, fixed);
      }
      case Plan.SelectRange s -> new Result(s, s.selector().atMs() != null, false);
      case Plan.Subquery s -> subquery(s);
      case Plan.Once o -> new Result(o, true, false);
      case Plan.Shared s -> new Result(s, false, false);
      case Plan.Unary u -> {
        Result inner = visit(u.inner());
        yield new Result(
            new Plan.Unary(u.negative(), inner.plan(), u.span()), inner.invariant(), inner.wrap());
      }
      case Plan.Aggregate a -> {
        Result inner = visit(a.inner());
        yield new Result(
            new Plan.Aggregate(
                a.op(), inner.plan(), a.param(), a.grouping(), a.without(), a.span()),
            inner.invariant(),
            inner.wrap());
      }
      case Plan.Binary b -> binary(b);
      case Plan.Call c -> call(c);
    };
  }

  /** The inside is evaluated on a grid of its own, so it is wrapped whatever fixes the outside. */
  private Result subquery(Plan.Subquery s) {
    Result inner = visit(s.inner());
    Plan once = inner.invariant() ? new Plan.Once(inner.plan()) : inner.plan();
    return new Result(
        new Plan.Subquery(once, s.rangeMs(), s.stepMs(), s.atMs(), s.offsetMs(), s.span()),
        s.atMs() != null,
        false);
  }

  private Result binary(Plan.Binary b) {
    Result left = visit(b.left());
    Result right = visit(b.right());
    boolean both = left.invariant() && right.invariant();
    Plan.Binary changed =
        new Plan.Binary(
            b.op(),
            both ? left.plan() : left.wrapped(),
            both ? right.plan() : right.wrapped(),
            b.matching(),
            b.returnBool(),
            b.span());
    return new Result(changed, both, both);
  }

  private Result call(Plan.Call c) {
    boolean invariant = !c.function().timeDependent();
    // A selector's own timestamps are fixed with it, those of other expressions are not.
    boolean timestamp = c.function().name().equals("timestamp");
    List<Result> args = new ArrayList<>();
    for (Plan arg : c.args()) {
      Result result = visit(arg);
      args.add(result);
      invariant &= result.invariant();
      timestamp &= result.invariant() && arg instanceof Plan.Select;
    }
    boolean whole = invariant || timestamp;
    List<Plan> plans = args.stream().map(r -> whole ? r.plan() : r.wrapped()).toList();
    return new Result(new Plan.Call(c.function(), plans, c.span()), whole, whole);
  }
}
