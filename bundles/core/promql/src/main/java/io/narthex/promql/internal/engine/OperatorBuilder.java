// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.internal.aggregate.AggregateOperator;
import io.narthex.promql.internal.aggregate.CountValuesOperator;
import io.narthex.promql.internal.aggregate.SelectOperator;
import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.Operator;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.explain.Profile;
import io.narthex.promql.internal.operator.DropNames;
import io.narthex.promql.internal.operator.ElementOperation;
import io.narthex.promql.internal.operator.MapOperator;
import io.narthex.promql.internal.operator.NegateMapper;
import io.narthex.promql.internal.operator.OnceOperator;
import io.narthex.promql.internal.operator.SetOperator;
import io.narthex.promql.internal.operator.SmoothedScan;
import io.narthex.promql.internal.operator.VectorScalarOperator;
import io.narthex.promql.internal.operator.VectorVectorOperator;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.scan.InstantScan;
import io.narthex.promql.internal.scan.RangeScan;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.SubqueryScan;
import io.narthex.promql.internal.scan.Windows;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes operators of a plan, on one grid of steps. */
final class OperatorBuilder {

  private final Execution execution;
  private final StepGrid grid;
  private final @Nullable Profile profile;
  private final SharedParts shared;

  /**
   * A builder.
   *
   * @param profile measures the operators, or null when the query is not explained
   */
  OperatorBuilder(Execution execution, StepGrid grid, @Nullable Profile profile) {
    this(execution, grid, profile, new SharedParts(execution));
  }

  private OperatorBuilder(
      Execution execution, StepGrid grid, @Nullable Profile profile, SharedParts shared) {
    this.execution = execution;
    this.grid = grid;
    this.profile = profile;
    this.shared = shared;
  }

  Execution execution() {
    return execution;
  }

  StepGrid grid() {
    return grid;
  }

  /** Returns the operator of a plan that is an instant vector or a scalar. */
  Operator build(Plan plan) {
    Operator operator = operator(plan);
    return profile == null ? operator : profile.around(plan, operator);
  }

  private Operator operator(Plan plan) {
    return switch (plan) {
      case Plan.Constant c -> constant(c.value());
      case Plan.Select s -> select(s);
      case Plan.Call c -> c.function().body().build(new PlannedCall(this, c));
      case Plan.Aggregate a -> aggregate(a);
      case Plan.Binary b -> binary(b);
      case Plan.Unary u -> u.negative() ? negate(u.inner()) : build(u.inner());
      case Plan.Once o -> once(o);
      case Plan.Shared s -> shared.operator(s, vector(s.inner()), grid.count());
      case Plan.Text t -> throw new IllegalStateException("a text is no operator");
      case Plan.SelectRange s -> throw new IllegalStateException("a range is no operator");
      case Plan.Subquery s -> throw new IllegalStateException("a subquery is no operator");
    };
  }

  /** Returns the operator of a plan that is an instant vector. */
  VectorOperator vector(Plan plan) {
    return switch (build(plan)) {
      case VectorOperator v -> v;
      case ScalarOperator s -> throw new IllegalStateException("not an instant vector: " + plan);
    };
  }

  /** Returns the operator of a plan that is a scalar. */
  ScalarOperator scalar(Plan plan) {
    return switch (build(plan)) {
      case ScalarOperator s -> s;
      case VectorOperator v -> throw new IllegalStateException("not a scalar: " + plan);
    };
  }

  /** Returns the source of a plan that is a range vector. */
  RangeSource range(Plan plan) {
    RangeSource source = source(plan);
    return profile == null ? source : profile.around(plan, source);
  }

  private RangeSource source(Plan plan) {
    return switch (plan) {
      case Plan.SelectRange s -> new RangeScan(execution, s.selector(), s.rangeMs(), grid);
      case Plan.Shared s -> shared.range(s, range(s.inner()));
      case Plan.Subquery s -> {
        Windows windows = new Windows(grid, s.atMs(), s.offsetMs(), s.rangeMs(), 0);
        StepGrid inner = SubqueryScan.grid(windows, s.stepMs(), execution.limits());
        VectorOperator operator =
            new OperatorBuilder(execution, inner, profile, shared).vector(s.inner());
        yield new SubqueryScan(operator, inner, windows, execution.limits());
      }
      default -> throw new IllegalStateException("not a range vector: " + plan);
    };
  }

  private ScalarOperator constant(double value) {
    return () -> {
      double[] values = new double[grid.count()];
      Arrays.fill(values, value);
      return values;
    };
  }

  private VectorOperator select(Plan.Select s) {
    return s.selector().extension() == Extension.SMOOTHED
        ? new SmoothedScan(execution, s.selector(), grid, s.span())
        : new InstantScan(execution, s.selector(), grid, InstantScan.Take.VALUE);
  }

  private VectorOperator aggregate(Plan.Aggregate a) {
    VectorOperator inner = vector(a.inner());
    Plan param = a.param();
    if (a.op() == AggregateOp.COUNT_VALUES) {
      String label = param instanceof Plan.Text t ? t.value() : "";
      return new CountValuesOperator(
          execution, inner, label, a.grouping(), a.without(), grid.count());
    }
    ScalarOperator paramOperator = param == null ? null : scalar(param);
    Span paramSpan = param == null ? Span.NONE : param.span();
    if (a.op().selectsSeries()) {
      return new SelectOperator(
          execution,
          a.op(),
          inner,
          Objects.requireNonNull(paramOperator),
          a.grouping(),
          a.without(),
          grid.count(),
          a.span(),
          paramSpan);
    }
    return new AggregateOperator(
        execution,
        a.op(),
        inner,
        paramOperator,
        a.grouping(),
        a.without(),
        grid.count(),
        a.span(),
        a.inner().span(),
        paramSpan);
  }

  private Operator binary(Plan.Binary b) {
    Operator left = build(b.left());
    Operator right = build(b.right());
    if (left instanceof VectorOperator l && right instanceof VectorOperator r) {
      Matching matching = Objects.requireNonNull(b.matching());
      return b.op().isSet()
          ? new SetOperator(b.op(), execution, l, r, matching, grid.count())
          : new VectorVectorOperator(
              execution, l, r, b.op(), matching, b.returnBool(), grid.count(), b.span());
    }
    if (left instanceof VectorOperator l && right instanceof ScalarOperator s) {
      return withScalar(b, l, s, false);
    }
    if (left instanceof ScalarOperator s && right instanceof VectorOperator r) {
      return withScalar(b, r, s, true);
    }
    return scalars(b, (ScalarOperator) left, (ScalarOperator) right);
  }

  private VectorOperator withScalar(
      Plan.Binary b, VectorOperator vector, ScalarOperator scalar, boolean scalarLeft) {
    VectorOperator mapped =
        new MapOperator(
            vector,
            () ->
                new VectorScalarOperator(
                    b.op(),
                    scalar.evaluate(),
                    scalarLeft,
                    b.returnBool(),
                    execution.annotations(),
                    b.span()));
    boolean dropName = b.op().changesMetric() || b.returnBool();
    return dropName ? new DropNames(execution, mapped, false) : mapped;
  }

  private static ScalarOperator scalars(Plan.Binary b, ScalarOperator left, ScalarOperator right) {
    return () -> {
      double[] x = left.evaluate();
      double[] y = right.evaluate();
      for (int i = 0; i < x.length; i++) {
        x[i] = ElementOperation.apply(b.op(), x[i], y[i]);
      }
      return x;
    };
  }

  private Operator negate(Plan inner) {
    return switch (build(inner)) {
      case VectorOperator v ->
          new DropNames(execution, new MapOperator(v, () -> NegateMapper.INSTANCE), false);
      case ScalarOperator s ->
          (ScalarOperator)
              () -> {
                double[] values = s.evaluate();
                for (int i = 0; i < values.length; i++) {
                  values[i] = -values[i];
                }
                return values;
              };
    };
  }

  private Operator once(Plan.Once o) {
    Operator inner = new OperatorBuilder(execution, grid.first(), profile, shared).build(o.inner());
    return switch (inner) {
      case VectorOperator v -> new OnceOperator(v, grid.count());
      case ScalarOperator s ->
          (ScalarOperator)
              () -> {
                double[] first = s.evaluate();
                double[] values = new double[grid.count()];
                if (first.length > 0) {
                  Arrays.fill(values, first[0]);
                }
                return values;
              };
    };
  }
}
