// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.execution.MetricLabels;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.spi.model.Label;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells selectors which labels are looked at, where an aggregation keeps but a few of them: the
 * storage engine need not render the others. Only through operations that take each series by
 * itself. Of several metrics only right below the aggregation: functions take names off, and series
 * may not become the same by that, which all labels decide.
 */
final class LabelProjection implements Rule {

  @Override
  public Plan apply(Plan plan) {
    return project(plan, null);
  }

  private static Plan project(Plan plan, @Nullable Set<String> labels) {
    return switch (plan) {
      case Plan.Select s -> new Plan.Select(projected(s.selector(), labels), s.span());
      case Plan.SelectRange s ->
          new Plan.SelectRange(projected(s.selector(), labels), s.rangeMs(), s.span());
      case Plan.Aggregate a -> {
        Set<String> below = below(a);
        Plan param = a.param() == null ? null : project(a.param(), null);
        yield new Plan.Aggregate(
            a.op(), inner(a.inner(), below), param, a.grouping(), a.without(), a.span());
      }
      case Plan.Call c -> {
        Set<String> below = c.function().traits().eachSeries() ? labels : null;
        yield c.mapChildren(arg -> project(arg, arg.type() == ValueType.SCALAR ? null : below));
      }
      case Plan.Binary b -> binary(b, labels);
      case Plan.Unary u -> new Plan.Unary(u.negative(), project(u.inner(), labels), u.span());
      case Plan.Once o -> new Plan.Once(project(o.inner(), labels));
      // Each of the equal parts may look at other labels, and series of a subquery are put
      // together.
      case Plan.Shared s -> s.mapChildren(child -> project(child, null));
      case Plan.Subquery s -> s.mapChildren(child -> project(child, null));
      case Plan.Constant c -> c;
      case Plan.Text t -> t;
    };
  }

  /** Series right below an aggregation keep their names, so that they may be of several metrics. */
  private static Plan inner(Plan plan, @Nullable Set<String> labels) {
    return plan instanceof Plan.Select s && labels != null
        ? new Plan.Select(s.selector().withUse(s.selector().use().withLabels(labels)), s.span())
        : project(plan, labels);
  }

  /** With a number on one side, the other's series are taken one by one. */
  private static Plan binary(Plan.Binary b, @Nullable Set<String> labels) {
    boolean oneByOne = b.matching() == null;
    return b.mapChildren(
        side -> project(side, oneByOne && side.type() != ValueType.SCALAR ? labels : null));
  }

  /** Returns the labels that an aggregation looks at; null for all. */
  private static @Nullable Set<String> below(Plan.Aggregate a) {
    if (a.without() || a.op().selectsSeries() || a.op() == AggregateOp.COUNT_VALUES) {
      return null;
    }
    Set<String> labels = new HashSet<>(a.grouping());
    // Remarks name the metric, and look at its type.
    labels.add(Label.METRIC_NAME);
    labels.add(MetricLabels.TYPE);
    labels.add(MetricLabels.UNIT);
    return labels;
  }

  private static Selector projected(Selector selector, @Nullable Set<String> labels) {
    return labels == null || selector.metricName().isEmpty()
        ? selector
        : selector.withUse(selector.use().withLabels(labels));
  }
}
