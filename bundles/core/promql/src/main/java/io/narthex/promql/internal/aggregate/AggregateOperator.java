// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Aggregations with one result series a group. Holds groups, not series. */
public final class AggregateOperator implements VectorOperator {

  private final Execution execution;
  private final AggregateOp op;
  private final VectorOperator input;
  private final @Nullable ScalarOperator param;
  private final Grouping grouping;
  private final int steps;
  private final Span span;
  private final Span innerSpan;
  private final Span paramSpan;

  /** An operator over a vector. */
  public AggregateOperator(
      Execution execution,
      AggregateOp op,
      VectorOperator input,
      @Nullable ScalarOperator param,
      List<String> grouping,
      boolean without,
      int steps,
      Span span,
      Span innerSpan,
      Span paramSpan) {
    this.execution = execution;
    this.op = op;
    this.input = input;
    this.param = param;
    this.grouping = new Grouping(grouping, without);
    this.steps = steps;
    this.span = span;
    this.innerSpan = innerSpan;
    this.paramSpan = paramSpan;
  }

  @Override
  public boolean namesDiffer() {
    return grouping.keepsNames();
  }

  /** A group so far. */
  private static final class Group {
    final Accumulator accumulator;
    boolean dropName;

    Group(Accumulator accumulator) {
      this.accumulator = accumulator;
    }
  }

  @Override
  public void run(SeriesSink sink) {
    double[] values = param == null ? new double[0] : param.evaluate();
    AggregateContext context = new AggregateContext(execution, op, steps, values, span, innerSpan);
    Map<Labels, Group> groups = new LinkedHashMap<>();
    input.run(() -> new Worker(context, groups));
    if (op == AggregateOp.QUANTILE) {
      checkQuantile(values);
    }
    try (SeriesWriter writer = sink.open()) {
      StepSeries out = new StepSeries(steps);
      groups.forEach(
          (labels, group) -> {
            out.clear();
            out.label(labels, group.dropName);
            group.accumulator.finish(out);
            execution.limits().release(steps);
            execution.limits().releaseBytes(bytes(labels));
            if (!out.isEmpty()) {
              writer.accept(out);
            }
          });
    }
  }

  /**
   * What a group takes beside one number a step: accumulators have up to two more and some flags.
   */
  private long bytes(Labels labels) {
    return SeriesBytes.of(labels) + steps * (2L * Double.BYTES + 2);
  }

  /** Says which values are no quantiles: NaN, the largest above 1, the smallest below 0. */
  private void checkQuantile(double[] values) {
    double max = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    boolean nan = false;
    for (double v : values) {
      nan |= Double.isNaN(v);
      // NaN stays, and is the only remark then.
      max = Math.max(max, v);
      min = Math.min(min, v);
    }
    if (nan) {
      execution.annotations().add(Remarks.invalidQuantile(Double.NaN, paramSpan));
    }
    if (max > 1) {
      execution.annotations().add(Remarks.invalidQuantile(max, paramSpan));
    }
    if (min < 0) {
      execution.annotations().add(Remarks.invalidQuantile(min, paramSpan));
    }
  }

  private static Accumulator accumulator(AggregateContext context) {
    return switch (context.op()) {
      case SUM -> new SumAccumulator(context);
      case AVG -> new AverageAccumulator(context);
      case COUNT -> new CountAccumulator(context, false);
      case GROUP -> new CountAccumulator(context, true);
      case MIN -> new ExtremeAccumulator(context, false);
      case MAX -> new ExtremeAccumulator(context, true);
      case STDDEV -> new VarianceAccumulator(context, true);
      case STDVAR -> new VarianceAccumulator(context, false);
      case QUANTILE -> new QuantileAccumulator(context);
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES ->
          throw new IllegalArgumentException(context.op() + " has an operator of its own");
    };
  }

  /** The groups of one thread, which join the others' when it is done. */
  private final class Worker implements SeriesWriter {

    private final AggregateContext context;
    private final Map<Labels, Group> all;
    private final Map<Labels, Group> own = new LinkedHashMap<>();
    // Neighbours often have the same labels, as far as they are looked at.
    private @Nullable Labels lastLabels;
    private @Nullable Group last;

    Worker(AggregateContext context, Map<Labels, Group> all) {
      this.context = context;
      this.all = all;
    }

    @Override
    public void accept(StepSeries series) {
      Group group = last;
      if (group == null || lastLabels != series.labels()) {
        group = group(grouping.of(series.labels()));
        lastLabels = series.labels();
        last = group;
      }
      group.dropName |= series.dropName();
      group.accumulator.add(series);
    }

    private Group group(Labels labels) {
      Group group = own.get(labels);
      if (group == null) {
        execution.limits().hold(steps);
        execution.limits().holdBytes(bytes(labels));
        group = new Group(accumulator(context));
        own.put(labels, group);
      }
      return group;
    }

    @Override
    public void close() {
      synchronized (all) {
        own.forEach(
            (labels, group) -> {
              Group present = all.putIfAbsent(labels, group);
              if (present != null) {
                present.accumulator.merge(group.accumulator);
                present.dropName |= group.dropName;
                execution.limits().release(steps);
                execution.limits().releaseBytes(bytes(labels));
              }
            });
      }
    }
  }
}
