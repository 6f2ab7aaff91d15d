// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.MetricLabels;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * rate, increase and delta: the difference over the window, corrected for counter resets and
 * extrapolated to the window's edges as upstream does.
 *
 * <p>Resets of a series are found once and not once a window; a window then adds up only those that
 * lie within it, which are few.
 */
public final class RateKernel implements RangeKernel {

  private final RangeContext context;
  private final boolean counter;
  private final boolean perSecond;
  private final HistogramRate histogramRate;
  private final @Nullable ExtendedRate extended;
  // The last name that nothing is left to be said about.
  private String fineName = "";
  private int[] resets = new int[16];
  private int resetCount;
  // Whether there are values that are neither more nor less than the one before, nor equal.
  private boolean unordered;

  /** More than rounding could make of a product, so that what is larger by it is larger. */
  private static final double SURELY = 1 + 1e-9;

  // Series with gaps lie between those without, each kind with timestamps of its own.
  private Extrapolation known = new Extrapolation();
  private Extrapolation before = new Extrapolation();

  /** What depends on the timestamps and windows of a column alone. */
  private static final class Extrapolation {
    long shape = -1;
    // Of each step: the factor, seconds from the first sample to the last, and seconds from the
    // left edge to the first sample.
    double[] factors = new double[0];
    double[] sampled = new double[0];
    double[] toStart = new double[0];
    // The steps with two samples, if they lie side by side, else none; what holds for all of them.
    int firstWide;
    int endWide;
    double leastSampled;
    double mostToStart;
  }

  /**
   * A kernel.
   *
   * @param counter whether a fall is a reset
   * @param perSecond whether the difference is divided by the width of the range
   */
  public RateKernel(RangeContext context, boolean counter, boolean perSecond) {
    this.context = context;
    this.counter = counter;
    this.perSecond = perSecond;
    this.histogramRate = new HistogramRate(context, counter);
    this.extended =
        context.extension() == Extension.NONE
            ? null
            : new ExtendedRate(context, counter, perSecond);
  }

  @Override
  public void evaluate(RangeSeries in, StepSeries out) {
    ExtendedRate edges = extended;
    if (edges != null) {
      edges.evaluate(in, out);
    } else if (in.floatsOnly()) {
      floats(in, out);
    } else {
      mixed(in, out);
    }
    if (counter) {
      checkName(in, out);
    }
  }

  private void floats(RangeSeries in, StepSeries out) {
    SampleColumn column = in.floats();
    findResets(in, column);
    if (!counter || column.startTimestamps() == null) {
      extrapolated(column, out.values());
      return;
    }
    int nextReset = 0;
    int[] from = column.from();
    int[] to = column.to();
    double[] values = out.values();
    for (int step = 0; step < values.length; step++) {
      if (to[step] > from[step]) {
        while (nextReset < resetCount && resets[nextReset] <= from[step]) {
          nextReset++;
        }
        values[step] = window(column, from[step], to[step], step, nextReset);
      }
    }
  }

  /**
   * The same as {@link #window} for all steps when no start times are known: what depends on the
   * timestamps alone is computed once for all series of a target.
   */
  private void extrapolated(SampleColumn column, double[] values) {
    Extrapolation of = extrapolation(column);
    if (of.firstWide < of.endWide && isSurelyAbove(column, of)) {
      differences(column, of, values);
    } else {
      eachExtrapolated(column, of, values);
    }
  }

  private Extrapolation extrapolation(SampleColumn column) {
    if (known.shape != column.shape()) {
      Extrapolation other = before;
      before = known;
      known = other;
      if (other.shape != column.shape()) {
        compute(column, other);
      }
    }
    return known;
  }

  /** Returns whether no window's line, drawn on to the left, gets below zero before its edge. */
  private boolean isSurelyAbove(SampleColumn column, Extrapolation of) {
    if (!counter) {
      return true;
    }
    if (resetCount > 0 || unordered) {
      return false;
    }
    // Without resets no window begins lower, or rises by more, than all samples together.
    double start = column.values()[column.from()[of.firstWide]];
    double rise = column.values()[column.to()[of.endWide - 1] - 1] - start;
    return rise == 0 || of.leastSampled * start > of.mostToStart * rise * (SURELY * SURELY);
  }

  /** Of many series nothing counts but the ends of the windows. */
  private static void differences(SampleColumn column, Extrapolation of, double[] values) {
    double[] factors = of.factors;
    double[] v = column.values();
    int[] from = column.from();
    int[] to = column.to();
    for (int step = of.firstWide; step < of.endWide; step++) {
      values[step] = (v[to[step] - 1] - v[from[step]]) * factors[step];
    }
  }

  private void eachExtrapolated(SampleColumn column, Extrapolation of, double[] values) {
    double[] v = column.values();
    int[] from = column.from();
    int[] to = column.to();
    int nextReset = 0;
    for (int step = 0; step < values.length; step++) {
      int first = from[step];
      int last = to[step] - 1;
      if (last <= first) {
        continue;
      }
      double start = v[first];
      double difference = v[last] - start;
      if (resetCount > nextReset) {
        while (nextReset < resetCount && resets[nextReset] <= first) {
          nextReset++;
        }
        for (int r = nextReset; r < resetCount && resets[r] <= last; r++) {
          difference += v[resets[r] - 1];
        }
      }
      // Where the line surely stays above zero, so that the division need not be made.
      boolean above =
          of.sampled[step] * start > of.toStart[step] * difference * SURELY
              || !(counter && difference > 0 && start >= 0);
      if (above) {
        values[step] = difference * of.factors[step];
      } else {
        double zero = of.sampled[step] * (start / difference);
        long[] t = column.timestamps();
        values[step] =
            difference * factor(Edges.EXTRAPOLATED, t[first], t[last], last - first, step, 0, zero);
      }
    }
  }

  private void compute(SampleColumn column, Extrapolation into) {
    long[] t = column.timestamps();
    int steps = context.windows().grid().count();
    if (into.factors.length < steps) {
      into.factors = new double[steps];
      into.sampled = new double[steps];
      into.toStart = new double[steps];
    }
    into.shape = column.shape();
    into.firstWide = 0;
    into.endWide = 0;
    into.leastSampled = Double.POSITIVE_INFINITY;
    into.mostToStart = 0;
    int wide = 0;
    for (int step = 0; step < steps; step++) {
      int first = column.from()[step];
      int last = column.to()[step] - 1;
      if (last > first) {
        into.factors[step] =
            factor(
                Edges.EXTRAPOLATED,
                t[first],
                t[last],
                last - first,
                step,
                0,
                Double.POSITIVE_INFINITY);
        into.sampled[step] = (t[last] - t[first]) / 1000.0;
        into.toStart[step] = (t[first] - context.rangeStart(step)) / 1000.0;
        into.leastSampled = Math.min(into.leastSampled, into.sampled[step]);
        into.mostToStart = Math.max(into.mostToStart, into.toStart[step]);
        into.firstWide = wide++ == 0 ? step : into.firstWide;
        into.endWide = step + 1;
      }
    }
    if (into.endWide - into.firstWide > wide) {
      into.endWide = into.firstWide;
    }
  }

  private void mixed(RangeSeries in, StepSeries out) {
    SampleColumn floats = in.floats();
    SampleColumn histograms = in.histograms();
    findResets(in, floats);
    int nextReset = 0;
    for (int step = 0; step < out.steps(); step++) {
      boolean anyFloats = floats.size(step) > 0;
      boolean anyHistograms = histograms.size(step) > 0;
      if (anyFloats && anyHistograms) {
        context.remark(
            Remarks.mixedFloatsHistograms(in.labels().metricName(), context.firstArgument()));
      } else if (anyFloats) {
        while (nextReset < resetCount && resets[nextReset] <= floats.from()[step]) {
          nextReset++;
        }
        out.set(step, window(floats, floats.from()[step], floats.to()[step], step, nextReset));
      } else if (anyHistograms) {
        histogramWindow(in, step, out);
      }
    }
  }

  /** Collects the rows before which the counter was reset. */
  private void findResets(RangeSeries in, SampleColumn column) {
    resetCount = 0;
    unordered = false;
    if (!counter || column.count() == 0) {
      return;
    }
    long[] starts = column.startTimestamps();
    if (starts == null) {
      if (!column.isRising()) {
        findFalls(column.values(), column.count());
      }
      return;
    }
    double[] v = column.values();
    for (int i = 1; i < column.count(); i++) {
      if (v[i] < v[i - 1] || StartTimes.isReset(starts, column.timestamps(), i - 1, i)) {
        addReset(i);
      }
    }
    remarkOverlaps(in, column, starts);
  }

  private void findFalls(double[] v, int n) {
    double before = v[0];
    for (int i = 1; i < n; i++) {
      double value = v[i];
      if (!(value >= before)) {
        if (value < before) {
          addReset(i);
        } else {
          unordered = true;
        }
      }
      before = value;
    }
  }

  private void addReset(int row) {
    if (resetCount == resets.length) {
      resets = Arrays.copyOf(resets, 2 * resetCount);
    }
    resets[resetCount++] = row;
  }

  /** Says once a window that start times overlap, as upstream counts them. */
  private void remarkOverlaps(RangeSeries in, SampleColumn column, long[] starts) {
    int steps = context.windows().grid().count();
    for (int step = 0; step < steps; step++) {
      for (int i = column.from()[step] + 1; i < column.to()[step]; i++) {
        if (StartTimes.overlap(starts, column.timestamps(), i - 1, i)) {
          context.remark(
              Remarks.startTimeOverlap(in.labels().metricName(), context.firstArgument()));
          break;
        }
      }
    }
  }

  private double window(SampleColumn column, int from, int to, int step, int nextReset) {
    double[] v = column.values();
    long[] t = column.timestamps();
    int last = to - 1;
    double difference = v[last] - v[from];
    for (int r = nextReset; r < resetCount && resets[r] <= last; r++) {
      difference += v[resets[r] - 1];
    }
    long[] starts = counter ? column.startTimestamps() : null;
    Edges edges = edges(t[from], t[last], last - from, step, starts == null ? 0 : starts[from]);
    if (edges == Edges.STARTED_INSIDE) {
      difference += v[from];
    } else if (last == from) {
      return SpecialValues.ABSENT;
    }
    double zero =
        difference > 0 && v[from] >= 0
            ? sampledInterval(edges, t[from], t[last], starts, from) * (v[from] / difference)
            : Double.POSITIVE_INFINITY;
    return difference
        * factor(
            edges, t[from], t[last], last - from, step, starts == null ? 0 : starts[from], zero);
  }

  private void histogramWindow(RangeSeries in, int step, StepSeries out) {
    SampleColumn column = in.histograms();
    int from = column.from()[step];
    int last = column.to()[step] - 1;
    long[] t = column.timestamps();
    FloatHistogram difference = null;
    if (last > from) {
      difference = histogramRate.difference(in, from, last);
      if (difference == null) {
        return;
      }
    }
    long[] starts = counter ? column.startTimestamps() : null;
    long start = starts == null ? 0 : starts[from];
    Edges edges = edges(t[from], t[last], last - from, step, start);
    if (edges == Edges.STARTED_INSIDE) {
      FloatHistogram first = FloatHistogram.of(column.histogram(from));
      if (difference == null) {
        difference = first;
      } else if (!histogramRate.add(difference, first, in)) {
        return;
      }
    } else if (difference == null) {
      return;
    }
    double firstCount = column.histogram(from).count();
    double zero =
        difference.count() > 0 && firstCount >= 0
            ? sampledInterval(edges, t[from], t[last], starts, from)
                * (firstCount / difference.count())
            : Double.POSITIVE_INFINITY;
    difference.multiply(factor(edges, t[from], t[last], last - from, step, start, zero));
    out.set(step, difference.toHistogram());
  }

  /** How the left edge is treated. */
  private enum Edges {
    /** The counter began to count within the window, so that it was zero then. */
    STARTED_INSIDE,
    EXTRAPOLATED
  }

  private Edges edges(long first, long last, int intervals, int step, long start) {
    boolean inside = start != 0 && start > context.rangeStart(step) && start < first;
    return inside ? Edges.STARTED_INSIDE : Edges.EXTRAPOLATED;
  }

  private static double sampledInterval(
      Edges edges, long first, long last, long @Nullable [] starts, int from) {
    long begin = edges == Edges.STARTED_INSIDE && starts != null ? starts[from] : first;
    return (last - begin) / 1000.0;
  }

  private double factor(
      Edges edges, long first, long last, int intervals, int step, long start, double toZero) {
    double toStart = (first - context.rangeStart(step)) / 1000.0;
    double toEnd = (context.rangeEnd(step) - last) / 1000.0;
    double sampled = (last - first) / 1000.0;
    double average = intervals > 0 ? sampled / intervals : 0;
    double threshold = average * 1.1;
    if (edges == Edges.STARTED_INSIDE) {
      toStart = 0;
      sampled = (last - start) / 1000.0;
    } else {
      if (toStart >= threshold) {
        toStart = average / 2;
      }
      if (counter && toZero < toStart) {
        // Counters are not negative: the line is not extended below zero.
        toStart = toZero;
      }
    }
    if (toEnd >= threshold) {
      toEnd = average / 2;
    }
    double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
    return perSecond ? factor / context.rangeSeconds() : factor;
  }

  private void checkName(RangeSeries in, StepSeries out) {
    String name = in.labels().metricName();
    if (name.isEmpty()) {
      return;
    }
    boolean typed = context.execution().features().typeAndUnitLabels();
    if (!typed && name.equals(fineName)) {
      return;
    }
    String type = typed ? in.labels().get(MetricLabels.TYPE) : "";
    boolean fine =
        typed
            ? type.equals("counter") || type.equals("histogram")
            : name.endsWith("_total")
                || name.endsWith("_sum")
                || name.endsWith("_count")
                || name.endsWith("_bucket");
    if (fine) {
      fineName = name;
      return;
    }
    if (!anyFloat(out)) {
      return;
    }
    if (!typed) {
      // Said once: all series of the name would say the same.
      fineName = name;
    }
    context.remark(
        typed
            ? Remarks.possibleNonCounterType(name, type, context.firstArgument())
            : Remarks.possibleNonCounter(name, context.firstArgument()));
  }

  private static boolean anyFloat(StepSeries out) {
    for (double v : out.values()) {
      if (!SpecialValues.isAbsent(v)) {
        return true;
      }
    }
    return false;
  }
}
