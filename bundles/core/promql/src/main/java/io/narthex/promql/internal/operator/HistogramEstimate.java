// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Collector;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.MetricLabels;
import io.narthex.promql.internal.execution.SameLabels;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.function.FunctionCall;
import io.narthex.promql.internal.histogram.ClassicBuckets;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramFraction;
import io.narthex.promql.internal.histogram.HistogramQuantile;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * histogram_quantile, histogram_quantiles and histogram_fraction: estimates from native histograms,
 * and from classic ones, whose buckets are series that differ in {@code le} alone.
 */
public final class HistogramEstimate {

  private static final String BUCKET = "le";

  private final FunctionCall call;
  private final Execution execution;
  private final VectorOperator input;
  private final Span inputSpan;
  private final @Nullable String quantileLabel;

  private HistogramEstimate(FunctionCall call, int argument, @Nullable String quantileLabel) {
    this.call = call;
    this.quantileLabel = quantileLabel;
    this.execution = call.execution();
    this.input = call.vector(argument);
    this.inputSpan = call.span(argument);
  }

  /** histogram_quantile(φ, vector). */
  public static VectorOperator quantile(FunctionCall call) {
    return quantiles(new HistogramEstimate(call, 1, null), 0, 1);
  }

  /** histogram_quantiles(vector, label, φ...). */
  public static VectorOperator quantiles(FunctionCall call) {
    return quantiles(new HistogramEstimate(call, 0, call.text(1)), 2, call.count());
  }

  private static VectorOperator quantiles(HistogramEstimate estimate, int from, int to) {
    FunctionCall call = estimate.call;
    List<ScalarOperator> qs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      qs.add(call.scalar(i));
    }
    return new CollectedOperator(
        call.execution().features().delayedNameRemoval(),
        () -> {
          List<double[]> quantiles = qs.stream().map(ScalarOperator::evaluate).toList();
          List<StepSeries> series =
              estimate.run(
                  quantiles.stream().<Kernel>map(q -> estimate.new QuantileKernel(q)).toList());
          for (int i = 0; i < qs.size(); i++) {
            estimate.checkQuantiles(quantiles.get(i), call.span(from + i));
          }
          return series;
        });
  }

  /** histogram_fraction(lower, upper, vector). */
  public static VectorOperator fraction(FunctionCall call) {
    HistogramEstimate estimate = new HistogramEstimate(call, 2, null);
    ScalarOperator lower = call.scalar(0);
    ScalarOperator upper = call.scalar(1);
    return new CollectedOperator(
        call.execution().features().delayedNameRemoval(),
        () ->
            estimate.run(List.of(estimate.new FractionKernel(lower.evaluate(), upper.evaluate()))));
  }

  private void checkQuantiles(double[] quantiles, Span span) {
    for (double q : quantiles) {
      if (!(q >= 0 && q <= 1)) {
        execution.annotations().add(Remarks.invalidQuantile(q, span));
      }
    }
  }

  private static String openMetrics(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    String text = GoText.general(value);
    boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    return whole ? text + ".0" : text;
  }

  /** What is estimated of a histogram at a step. */
  private interface Kernel {

    double nativeHistogram(Histogram h, String name, int step);

    double classic(ClassicBuckets buckets, String name, int step);

    /** Returns the value of the label that tells several estimates apart. */
    default String text(int step) {
      return "";
    }
  }

  private final class QuantileKernel implements Kernel {

    private final double[] q;
    private final HistogramQuantile quantile = new HistogramQuantile();

    QuantileKernel(double[] q) {
      this.q = q;
    }

    @Override
    public double nativeHistogram(Histogram h, String name, int step) {
      double value = quantile.estimate(q[step], FloatHistogram.of(h));
      Annotation remark =
          switch (quantile.note()) {
            case NONE -> null;
            case NAN_SKEW -> Remarks.quantileSkewedByNaN(name, inputSpan);
            case NAN_RESULT -> Remarks.quantileOfNaN(name, inputSpan);
          };
      if (remark != null) {
        execution.annotations().add(remark);
      }
      return value;
    }

    @Override
    public double classic(ClassicBuckets buckets, String name, int step) {
      double value = buckets.quantile(q[step]);
      if (buckets.forced()) {
        execution
            .annotations()
            .add(
                Remarks.forcedMonotonicity(
                    name,
                    inputSpan,
                    call.grid().at(step),
                    buckets.lowestForced(),
                    buckets.highestForced(),
                    buckets.largestDrop()));
      }
      return value;
    }

    @Override
    public String text(int step) {
      return quantileLabel == null ? "" : openMetrics(q[step]);
    }
  }

  private final class FractionKernel implements Kernel {

    private final double[] lower;
    private final double[] upper;
    private final HistogramFraction fraction = new HistogramFraction();

    FractionKernel(double[] lower, double[] upper) {
      this.lower = lower;
      this.upper = upper;
    }

    @Override
    public double nativeHistogram(Histogram h, String name, int step) {
      double value = fraction.estimate(lower[step], upper[step], FloatHistogram.of(h));
      if (fraction.nansLeftOut()) {
        execution.annotations().add(Remarks.fractionOfNaN(name, inputSpan));
      }
      return value;
    }

    @Override
    public double classic(ClassicBuckets buckets, String name, int step) {
      return buckets.fraction(lower[step], upper[step]);
    }
  }

  /**
   * A classic histogram.
   *
   * @param labels without {@code le}
   */
  private record Classic(Labels labels, List<Bucket> buckets) {}

  /** A bucket's series. */
  private record Bucket(double upper, StepSeries series) {}

  /**
   * The input sorted out.
   *
   * @param natives series that have native histograms
   */
  private record Groups(List<Classic> classics, List<StepSeries> natives) {}

  private Groups groups() {
    Map<Labels, Classic> classics = new LinkedHashMap<>();
    List<StepSeries> natives = new ArrayList<>();
    for (StepSeries s : Collector.collect(input, execution.limits())) {
      if (s.hasHistograms()) {
        natives.add(s);
      }
      if (!hasFloats(s)) {
        continue;
      }
      String text = s.labels().get(BUCKET);
      Double upper = bound(text);
      if (upper == null) {
        execution
            .annotations()
            .add(Remarks.badBucketLabel(remarkName(s.labels()), text, inputSpan));
        continue;
      }
      Labels labels = s.labels().without(BUCKET);
      classics
          .computeIfAbsent(labels, l -> new Classic(l, new ArrayList<>()))
          .buckets()
          .add(new Bucket(upper, s));
    }
    for (Classic c : classics.values()) {
      c.buckets().sort(Comparator.comparingDouble(Bucket::upper));
    }
    for (StepSeries s : natives) {
      Classic rival = classics.get(s.labels());
      if (rival != null) {
        dropContradictions(s, rival);
      }
    }
    return new Groups(List.copyOf(classics.values()), natives);
  }

  /** At steps where both kinds of histogram are present, neither counts. */
  private void dropContradictions(StepSeries s, Classic classic) {
    for (int i = 0; i < s.steps(); i++) {
      if (s.histogram(i) == null) {
        continue;
      }
      boolean any = false;
      for (Bucket b : classic.buckets()) {
        if (b.series().histogram(i) == null && b.series().present(i)) {
          b.series().clear(i);
          any = true;
        }
      }
      if (any) {
        s.clear(i);
        execution.annotations().add(Remarks.mixedClassicNative(remarkName(s.labels()), inputSpan));
      }
    }
  }

  private static boolean hasFloats(StepSeries s) {
    for (int i = 0; i < s.steps(); i++) {
      if (s.present(i) && s.histogram(i) == null) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Double bound(String text) {
    switch (text) {
      case "+Inf", "Inf", "inf", "+inf" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-Inf", "-inf" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == 'd' || c == 'f')) {
          return null;
        }
        try {
          return Double.valueOf(text);
        } catch (NumberFormatException e) {
          return null;
        }
      }
    }
  }

  /** With names removed at once they are not known any more, so upstream leaves them out. */
  private String remarkName(Labels labels) {
    return execution.features().delayedNameRemoval() ? labels.metricName() : "";
  }

  private List<StepSeries> run(List<Kernel> kernels) {
    Groups groups = groups();
    SameLabels results = new SameLabels();
    ClassicBuckets buckets = new ClassicBuckets();
    for (Classic c : groups.classics()) {
      execution.limits().check();
      List<Estimates> estimates = estimates(kernels);
      for (int i = 0; i < call.grid().count(); i++) {
        buckets.clear();
        for (Bucket b : c.buckets()) {
          if (b.series().present(i) && b.series().histogram(i) == null) {
            buckets.add(b.upper(), b.series().values()[i]);
          }
        }
        if (!buckets.isEmpty()) {
          for (Estimates e : estimates) {
            e.set(i, e.kernel.classic(buckets, remarkName(c.labels()), i));
          }
        }
      }
      estimates.forEach(e -> e.addTo(results, c.labels()));
    }
    for (StepSeries s : groups.natives()) {
      execution.limits().check();
      List<Estimates> estimates = estimates(kernels);
      for (int i = 0; i < call.grid().count(); i++) {
        Histogram h = s.histogram(i);
        if (h != null) {
          for (Estimates e : estimates) {
            e.set(i, e.kernel.nativeHistogram(h, remarkName(s.labels()), i));
          }
        }
      }
      estimates.forEach(e -> e.addTo(results, s.labels()));
    }
    return results.series();
  }

  private List<Estimates> estimates(List<Kernel> kernels) {
    return kernels.stream().map(Estimates::new).toList();
  }

  /** What one kernel makes of one histogram. A quantile may change, and its label with it. */
  private final class Estimates {

    private final Kernel kernel;
    private final Map<String, StepSeries> byText = new LinkedHashMap<>();

    Estimates(Kernel kernel) {
      this.kernel = kernel;
    }

    void set(int step, double value) {
      byText.computeIfAbsent(kernel.text(step), text -> series()).set(step, value);
    }

    private StepSeries series() {
      execution.limits().holdBytes(seriesBytes());
      return new StepSeries(call.grid().count());
    }

    private long seriesBytes() {
      return (long) call.grid().count() * Double.BYTES;
    }

    void addTo(SameLabels results, Labels labels) {
      boolean delayed = execution.features().delayedNameRemoval();
      byText.forEach(
          (text, series) -> {
            execution.limits().releaseBytes(seriesBytes());
            Collector.hold(series, execution.limits());
            Labels with = quantileLabel == null ? labels : labels.with(quantileLabel, text);
            series.label(delayed ? with : MetricLabels.drop(with), delayed);
            results.add(series);
          });
    }
  }
}
