// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.explain;

import io.narthex.promql.ExplainedOperator;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Operator;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.scan.RangeSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures the operators of one query. Safe for several threads. */
public final class Profile {

  private final String query;
  private final Meter result = new Meter(null, null);
  private final Map<Plan, Meter> meters = new IdentityHashMap<>();
  private final ThreadLocal<StopWatch> watches = ThreadLocal.withInitial(StopWatch::new);

  /** Prepares to measure the operators of a plan. */
  public Profile(Plan plan, String query) {
    this.query = query;
    meter(plan, result);
  }

  private void meter(Plan plan, Meter parent) {
    Meter meter = new Meter(plan, parent);
    meters.put(plan, meter);
    plan.mapChildren(
        child -> {
          meter(child, meter);
          return child;
        });
  }

  /** Begins to measure, on the query's own thread. */
  public void begin() {
    watches.get().change(result);
  }

  /** Ends it, on the same thread. */
  public void end() {
    watches.get().change(null);
    watches.remove();
  }

  StopWatch watch() {
    return watches.get();
  }

  /** Puts a meter around the operator of a node. */
  public Operator around(Plan plan, Operator operator) {
    Meter meter = meters.get(plan);
    if (meter == null) {
      return operator;
    }
    return switch (operator) {
      case VectorOperator v -> new MeteredVector(this, meter, v);
      case ScalarOperator s -> (ScalarOperator) () -> scalar(meter, s);
    };
  }

  /** Puts a meter around the source of a node that is a range vector. */
  public RangeSource around(Plan plan, RangeSource source) {
    Meter meter = meters.get(plan);
    return meter == null ? source : new MeteredRange(this, meter, source);
  }

  private double[] scalar(Meter meter, ScalarOperator operator) {
    Meter before = watch().change(meter);
    try {
      double[] values = operator.evaluate();
      meter.gave(values.length);
      return values;
    } finally {
      watch().change(before);
    }
  }

  /** Returns what was measured; the uppermost operator is what is done with the plan's result. */
  public ExplainedOperator explanation() {
    return explained(result);
  }

  private ExplainedOperator explained(Meter meter) {
    List<ExplainedOperator> inputs = meter.inputs().stream().map(this::explained).toList();
    Plan plan = meter.plan();
    if (plan == null) {
      long series = meter.inputs().stream().mapToLong(Meter::series).sum();
      long samples = meter.inputs().stream().mapToLong(Meter::samples).sum();
      return new ExplainedOperator(
          "result", query, 0, query.length(), meter.nanos(), series, samples, inputs);
    }
    Span span = plan.span();
    int start = Math.clamp(span.start(), 0, query.length());
    int end = Math.clamp(span.end(), start, query.length());
    return new ExplainedOperator(
        words(plan),
        query.substring(start, end),
        start,
        end,
        meter.nanos(),
        meter.series(),
        meter.samples(),
        inputs);
  }

  private static String words(Plan plan) {
    return switch (plan) {
      case Plan.Constant c -> "constant";
      case Plan.Text t -> "text";
      case Plan.Select s -> "read newest samples";
      case Plan.SelectRange s -> "read windows";
      case Plan.Subquery s -> "subquery";
      case Plan.Call c -> "function " + c.function().name();
      case Plan.Aggregate a -> "aggregate " + a.op().text() + grouping(a);
      case Plan.Binary b -> "operator " + b.op().text();
      case Plan.Unary u -> u.negative() ? "change of sign" : "keep sign";
      case Plan.Once o -> "evaluate once";
      case Plan.Shared s -> "share among " + s.uses();
    };
  }

  private static String grouping(Plan.Aggregate a) {
    if (a.grouping().isEmpty() && !a.without()) {
      return "";
    }
    return (a.without() ? " without (" : " by (") + String.join(", ", a.grouping()) + ")";
  }

  /** Makes who reads from a meter's operator current; returns who was. */
  @Nullable Meter enterReader(Meter meter) {
    return watch().change(meter.parent());
  }
}
