// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Collector;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** topk, bottomk, limitk and limit_ratio: some of the input's elements, with their labels. */
public final class SelectOperator implements VectorOperator {

  private final Execution execution;
  private final AggregateOp op;
  private final VectorOperator input;
  private final ScalarOperator param;
  private final Grouping grouping;
  private final int steps;
  private final Span span;
  private final Span paramSpan;

  /** An operator over a vector. */
  public SelectOperator(
      Execution execution,
      AggregateOp op,
      VectorOperator input,
      ScalarOperator param,
      List<String> grouping,
      boolean without,
      int steps,
      Span span,
      Span paramSpan) {
    this.execution = execution;
    this.op = op;
    this.input = input;
    this.param = param;
    this.grouping = new Grouping(grouping, without);
    this.steps = steps;
    this.span = span;
    this.paramSpan = paramSpan;
  }

  @Override
  public boolean namesDiffer() {
    return input.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    double[] params = param.evaluate();
    if ((op == AggregateOp.TOPK || op == AggregateOp.BOTTOMK) && arePlainCounts(params)) {
      AggregateContext context = new AggregateContext(execution, op, steps, params, span, span);
      new RankOperator(context, op == AggregateOp.TOPK, grouping).run(input, sink);
      return;
    }
    List<StepSeries> series = Collector.collect(input, execution.limits());
    if (!checked(params)) {
      sink.open().close();
      return;
    }
    if (op == AggregateOp.LIMITK) {
      // They come in the order in which threads are done, which must not decide.
      series.sort(Comparator.comparing(StepSeries::labels));
    }
    Map<Labels, List<StepSeries>> groups = new LinkedHashMap<>();
    for (StepSeries s : series) {
      groups.computeIfAbsent(grouping.of(s.labels()), k -> new ArrayList<>()).add(s);
    }
    try (SeriesWriter writer = sink.open()) {
      for (List<StepSeries> group : groups.values()) {
        execution.limits().check();
        select(group, params).forEach(writer::accept);
      }
    }
  }

  /** Checks the parameters of all steps; returns false when nothing can be selected. */
  private boolean checked(double[] params) {
    double max = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    boolean nan = false;
    for (double p : params) {
      nan |= Double.isNaN(p);
      max = p > max ? p : max;
      min = p < min ? p : min;
    }
    if (op == AggregateOp.LIMIT_RATIO) {
      if (!nan && max == 0 && min == 0) {
        return false;
      }
      if (nan) {
        throw new EvaluationException("Ratio value is NaN");
      }
      if (max > 1) {
        execution.annotations().add(Remarks.invalidRatio(max, 1, paramSpan));
      }
      if (min < -1) {
        execution.annotations().add(Remarks.invalidRatio(min, -1, paramSpan));
      }
      return true;
    }
    if (!nan && max < 1) {
      return false;
    }
    if (nan) {
      throw new EvaluationException("Parameter value is NaN");
    }
    if (min <= -0x1p63) {
      throw new EvaluationException("Scalar value " + GoText.general(min) + " underflows int64");
    }
    if (max >= 0x1p63) {
      throw new EvaluationException("Scalar value " + GoText.general(max) + " overflows int64");
    }
    return true;
  }

  /**
   * Returns whether there is nothing to be said against any of the parameters, nor nothing asked
   * for.
   */
  private static boolean arePlainCounts(double[] params) {
    boolean any = false;
    for (double p : params) {
      if (!(p > -0x1p63 && p < 0x1p63)) {
        return false;
      }
      any |= p >= 1;
    }
    return any;
  }

  private List<StepSeries> select(List<StepSeries> group, double[] params) {
    return switch (op) {
      case LIMITK -> limited(group, params);
      case LIMIT_RATIO -> ratio(group, params);
      default -> throw new IllegalArgumentException(op + " does not select series");
    };
  }

  private static List<StepSeries> limited(List<StepSeries> group, double[] params) {
    int[] taken = new int[params.length];
    List<StepSeries> kept = new ArrayList<>();
    for (StepSeries s : group) {
      for (int i = 0; i < params.length; i++) {
        if (s.present(i)) {
          if (taken[i] < (long) params[i]) {
            taken[i]++;
          } else {
            s.clear(i);
          }
        }
      }
      if (!s.isEmpty()) {
        kept.add(s);
      }
    }
    return kept;
  }

  private static List<StepSeries> ratio(List<StepSeries> group, double[] params) {
    List<StepSeries> kept = new ArrayList<>();
    for (StepSeries s : group) {
      double offset = LabelHash.fraction(s.labels());
      for (int i = 0; i < params.length; i++) {
        double r = Math.clamp(params[i], -1.0, 1.0);
        boolean in = r > 0 ? offset < r : r < 0 && offset >= 1 + r;
        if (!in) {
          s.clear(i);
        }
      }
      if (!s.isEmpty()) {
        kept.add(s);
      }
    }
    return kept;
  }
}
