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
import java.util.Arrays;
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
    List<StepSeries> series = Collector.collect(input, execution.limits());
    if (!checked(params)) {
      sink.open().close();
      return;
    }
    Map<Labels, List<StepSeries>> groups = new LinkedHashMap<>();
    for (StepSeries s : series) {
      groups.computeIfAbsent(grouping.of(s.labels()), k -> new ArrayList<>()).add(s);
    }
    try (SeriesWriter writer = sink.open()) {
      for (List<StepSeries> group : groups.values()) {
        execution.limits().check();
        select(group, params, series.size()).forEach(writer::accept);
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

  private List<StepSeries> select(List<StepSeries> group, double[] params, int inputs) {
    return switch (op) {
      case TOPK, BOTTOMK -> ranked(group, params, inputs);
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

  private List<StepSeries> ranked(List<StepSeries> group, double[] params, int inputs) {
    for (StepSeries s : group) {
      Ignored.histograms(new AggregateContext(execution, op, steps, params, span, span), s, span);
    }
    boolean top = op == AggregateOp.TOPK;
    Ranking ranking = new Ranking(group, top);
    boolean[][] kept = new boolean[group.size()][];
    int[] order = new int[0];
    for (int i = 0; i < steps; i++) {
      order = ranking.best(i, (int) Math.min((long) params[i], inputs));
      for (int index : order) {
        if (kept[index] == null) {
          kept[index] = new boolean[steps];
        }
        kept[index][i] = true;
      }
    }
    List<StepSeries> result = new ArrayList<>();
    if (steps == 1) {
      // The order counts: the best first.
      for (int index : order) {
        StepSeries s = group.get(index);
        s.dropHistograms();
        result.add(s);
      }
      return result;
    }
    for (int k = 0; k < kept.length; k++) {
      if (kept[k] != null) {
        result.add(only(group.get(k), kept[k]));
      }
    }
    return result;
  }

  private static StepSeries only(StepSeries s, boolean[] steps) {
    s.dropHistograms();
    for (int i = 0; i < steps.length; i++) {
      if (!steps[i]) {
        s.clear(i);
      }
    }
    return s;
  }

  /** Finds the elements with the largest or smallest values at a step; NaN is worst. */
  private static final class Ranking {

    private final List<StepSeries> group;
    private final boolean top;
    private int[] heap = new int[16];
    private int size;
    private int step;

    Ranking(List<StepSeries> group, boolean top) {
      this.group = group;
      this.top = top;
    }

    /** Returns the indices of the best elements, the best first. */
    int[] best(int atStep, int k) {
      step = atStep;
      size = 0;
      if (k < 1) {
        return new int[0];
      }
      for (int i = 0; i < group.size(); i++) {
        if (io.narthex.spi.model.SpecialValues.isAbsent(value(i))) {
          continue;
        }
        if (size < k) {
          push(i);
        } else if (worse(value(heap[0]), value(i))) {
          heap[0] = i;
          sink(0);
        }
      }
      int[] result = new int[size];
      for (int n = size - 1; n >= 0; n--) {
        result[n] = heap[0];
        heap[0] = heap[n];
        size = n;
        sink(0);
      }
      return result;
    }

    private double value(int index) {
      return group.get(index).values()[step];
    }

    /** Returns whether the first value ranks strictly below the second. */
    private boolean worse(double a, double b) {
      if (Double.isNaN(a)) {
        return !Double.isNaN(b);
      }
      return top ? a < b : a > b;
    }

    private void push(int index) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      int i = size++;
      heap[i] = index;
      while (i > 0) {
        int parent = (i - 1) / 2;
        if (!worse(value(heap[i]), value(heap[parent]))) {
          return;
        }
        swap(i, parent);
        i = parent;
      }
    }

    private void sink(int from) {
      int i = from;
      while (2 * i + 1 < size) {
        int child = 2 * i + 1;
        if (child + 1 < size && worse(value(heap[child + 1]), value(heap[child]))) {
          child++;
        }
        if (!worse(value(heap[child]), value(heap[i]))) {
          return;
        }
        swap(i, child);
        i = child;
      }
    }

    private void swap(int a, int b) {
      int t = heap[a];
      heap[a] = heap[b];
      heap[b] = t;
    }
  }
}
