// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.QueryValue;
import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.Collector;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.MetricLabels;
import io.narthex.promql.internal.execution.SameLabels;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.explain.Profile;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates a plan at its root and gives the value that the caller sees. */
final class Results {

  private final Execution execution;
  private final StepGrid grid;
  private final OperatorBuilder builder;

  Results(Execution execution, StepGrid grid, @Nullable Profile profile) {
    this.execution = execution;
    this.grid = grid;
    this.builder = new OperatorBuilder(execution, grid, profile);
  }

  /** Evaluates at the only step of the grid. A vector is in order of labels, or as was asked. */
  QueryValue instant(Plan plan) {
    long time = grid.startMs();
    return switch (plan.type()) {
      case STRING -> {
        String text = plan instanceof Plan.Text t ? t.value() : "";
        yield new QueryValue.Text(time, text);
      }
      case SCALAR -> new QueryValue.Scalar(time, builder.scalar(plan).evaluate()[0]);
      case VECTOR -> {
        List<StepSeries> series = new ArrayList<>(vector(plan));
        if (!plan.contains(Results::orders)) {
          sort(series);
        }
        List<QueryValue.Sample> samples = new ArrayList<>(series.size());
        for (StepSeries s : series) {
          samples.add(new QueryValue.Sample(s.labels(), s.values()[0], s.histogram(0)));
        }
        yield new QueryValue.InstantVector(time, samples);
      }
      case MATRIX -> new QueryValue.RawMatrix(raw(plan));
    };
  }

  /** Evaluates at all steps. */
  QueryValue range(Plan plan) {
    List<StepSeries> series;
    if (plan.type() == ValueType.SCALAR) {
      ScalarOperator scalar = builder.scalar(plan);
      series =
          grid.count() == 0
              ? List.of()
              : List.of(new StepSeries(Labels.empty(), false, scalar.evaluate(), null));
    } else {
      series = grid.count() == 0 ? List.of() : new ArrayList<>(vector(plan));
      sort(series);
    }
    List<QueryValue.StepSeries> result = new ArrayList<>(series.size());
    for (StepSeries s : series) {
      result.add(new QueryValue.StepSeries(s.labels(), s.values(), s.histograms()));
    }
    return new QueryValue.StepMatrix(grid.startMs(), grid.stepMs(), grid.count(), result);
  }

  /** Returns whether a node gives its series in an order that was asked for. */
  private static boolean orders(Plan plan) {
    return switch (plan) {
      case Plan.Call c -> c.function().traits().ordering();
      case Plan.Aggregate a -> a.op() == AggregateOp.TOPK || a.op() == AggregateOp.BOTTOMK;
      default -> false;
    };
  }

  private static void sort(List<StepSeries> series) {
    if (series.size() > 1) {
      series.sort(Comparator.comparing(StepSeries::labels));
    }
  }

  private List<StepSeries> vector(Plan plan) {
    List<StepSeries> series = Collector.collect(builder.vector(plan), execution.limits());
    if (execution.features().delayedNameRemoval()) {
      for (StepSeries s : series) {
        if (s.dropName()) {
          s.label(MetricLabels.drop(s.labels()), false);
        }
      }
      return SameLabels.join(series);
    }
    checkUnique(series);
    return series;
  }

  private static void checkUnique(List<StepSeries> series) {
    if (series.size() < 2) {
      return;
    }
    Set<Labels> seen = HashSet.newHashSet(series.size());
    for (StepSeries s : series) {
      if (!seen.add(s.labels())) {
        throw new EvaluationException(EvaluationException.SAME_LABELS);
      }
    }
  }

  private List<QueryValue.RawSeries> raw(Plan plan) {
    Plan inner = plan instanceof Plan.Once o ? o.inner() : plan;
    RangeSource source = builder.range(inner);
    List<QueryValue.RawSeries> result = new ArrayList<>();
    Extension extension =
        inner instanceof Plan.SelectRange s ? s.selector().extension() : Extension.NONE;
    RawRange rows = new RawRange(source, extension, execution);
    source.run(
        () ->
            rows.consumer(
                series -> {
                  synchronized (result) {
                    result.add(series);
                  }
                }));
    result.sort(Comparator.comparing(QueryValue.RawSeries::labels));
    return execution.features().delayedNameRemoval() ? SameRawLabels.join(result) : result;
  }
}
