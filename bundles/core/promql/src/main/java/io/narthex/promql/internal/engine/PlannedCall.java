// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.function.FunctionCall;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of a plan, as its function sees it. */
final class PlannedCall implements FunctionCall {

  private final OperatorBuilder builder;
  private final Plan.Call call;

  PlannedCall(OperatorBuilder builder, Plan.Call call) {
    this.builder = builder;
    this.call = call;
  }

  @Override
  public Execution execution() {
    return builder.execution();
  }

  @Override
  public StepGrid grid() {
    return builder.grid();
  }

  @Override
  public int count() {
    return call.args().size();
  }

  @Override
  public VectorOperator vector(int argument) {
    return builder.vector(call.args().get(argument));
  }

  @Override
  public ScalarOperator scalar(int argument) {
    return builder.scalar(call.args().get(argument));
  }

  @Override
  public RangeSource range(int argument) {
    return builder.range(call.args().get(argument));
  }

  @Override
  public String text(int argument) {
    if (call.args().get(argument) instanceof Plan.Text t) {
      return t.value();
    }
    throw new IllegalStateException("argument " + argument + " is no text");
  }

  @Override
  public @Nullable Selector selector(int argument) {
    return selector(call.args().get(argument));
  }

  private static @Nullable Selector selector(Plan plan) {
    return switch (plan) {
      case Plan.Select s -> s.selector();
      case Plan.SelectRange s -> s.selector();
      case Plan.Shared s -> selector(s.inner());
      default -> null;
    };
  }

  @Override
  public @Nullable Selector firstSelector(int argument) {
    return first(call.args().get(argument));
  }

  private static @Nullable Selector first(Plan plan) {
    return switch (plan) {
      case Plan.Constant c -> null;
      case Plan.Text t -> null;
      case Plan.Select s -> s.selector();
      case Plan.SelectRange s -> s.selector();
      case Plan.Subquery s -> shifted(first(s.inner()), s);
      case Plan.Call c -> first(c.args());
      case Plan.Aggregate a -> {
        Selector inner = first(a.inner());
        Plan param = a.param();
        yield inner != null || param == null ? inner : first(param);
      }
      case Plan.Binary b -> first(List.of(b.left(), b.right()));
      case Plan.Unary u -> first(u.inner());
      case Plan.Once o -> first(o.inner());
      case Plan.Shared s -> first(s.inner());
    };
  }

  private static @Nullable Selector first(List<Plan> plans) {
    for (Plan p : plans) {
      Selector s = first(p);
      if (s != null) {
        return s;
      }
    }
    return null;
  }

  /** A subquery moves what it contains, unless that has a fixed time of its own. */
  private static @Nullable Selector shifted(@Nullable Selector inner, Plan.Subquery s) {
    if (inner == null || inner.atMs() != null) {
      return inner;
    }
    return new Selector(
        inner.matchers(),
        s.atMs(),
        inner.offsetMs() + s.offsetMs(),
        Extension.NONE,
        false,
        inner.use());
  }

  @Override
  public Span span() {
    return call.span();
  }

  /** Upstream puts a subquery's samples in its place before the call, and they have no place. */
  @Override
  public Span span(int argument) {
    Plan plan = call.args().get(argument);
    return plan instanceof Plan.Subquery ? Span.NONE : plan.span();
  }
}
