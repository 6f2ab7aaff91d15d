// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.histogram.ClassicBuckets;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramFraction;
import io.narthex.promql.internal.histogram.HistogramMoments;
import io.narthex.promql.internal.histogram.HistogramQuantile;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The functions of histograms, native and classic. */
final class NaiveHistograms {

  private final Interpreter interpreter;
  private final Call call;

  NaiveHistograms(Interpreter interpreter, Call call) {
    this.interpreter = interpreter;
    this.call = call;
  }

  private double scalar(int argument, long time) {
    return interpreter.scalar(call.args().get(argument), time);
  }

  List<Element> evaluate(long time) {
    return switch (call.function().name()) {
      case "histogram_fraction" -> fraction(time);
      case "histogram_quantile" -> {
        noteInvalid(scalar(0, time), 0);
        yield quantile(new Split(1, time), scalar(0, time), time);
      }
      case "histogram_quantiles" -> quantiles(time);
      default -> simple(time);
    };
  }

  private List<Element> simple(long time) {
    List<Element> result = new ArrayList<>();
    for (Element e : interpreter.vector(call.args().getFirst(), time)) {
      FloatHistogram h = e.histogram();
      if (h != null) {
        result.add(
            e.computed(
                switch (call.function().name()) {
                  case "histogram_avg" -> HistogramMoments.average(h);
                  case "histogram_count" -> h.count();
                  case "histogram_sum" -> h.sum();
                  case "histogram_stddev" -> HistogramMoments.deviation(h);
                  default -> HistogramMoments.variance(h);
                }));
      }
    }
    return result;
  }

  /** The histograms of a vector: native ones, and classic ones put together. */
  private final class Split {

    private final List<Element> natives = new ArrayList<>();
    private final Map<Labels, ClassicBuckets> classics = new TreeMap<>();
    private final Map<Labels, Element> samples = new TreeMap<>();
    private final Span span;

    Split(int argument, long time) {
      span = NaiveFunctions.unwrapped(call.args().get(argument)).span();
      for (Element e : interpreter.vector(call.args().get(argument), time)) {
        if (!e.isFloat()) {
          natives.add(e);
        } else {
          addBucket(e);
        }
      }
      Set<Labels> conflicts = new HashSet<>();
      for (Element e : natives) {
        if (classics.remove(e.labels()) != null) {
          conflicts.add(e.labels());
          add(Remarks.mixedClassicNative(e.metric(), span));
        }
      }
      natives.removeIf(e -> conflicts.contains(e.labels()));
    }

    private void addBucket(Element e) {
      String le = e.labels().get("le");
      double upper;
      try {
        upper = le.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
      } catch (NumberFormatException ex) {
        add(Remarks.badBucketLabel(e.metric(), le, span));
        return;
      }
      if (le.startsWith("-Inf")) {
        upper = Double.NEGATIVE_INFINITY;
      }
      Labels labels = e.labels().without("le");
      samples.put(labels, e.with(labels, true));
      classics.computeIfAbsent(labels, l -> new ClassicBuckets()).add(upper, e.value());
    }
  }

  private void add(io.narthex.promql.internal.annotation.Annotation annotation) {
    interpreter.context().annotations().add(annotation);
  }

  private List<Element> fraction(long time) {
    double lower = scalar(0, time);
    double upper = scalar(1, time);
    Split split = new Split(2, time);
    List<Element> result = new ArrayList<>();
    HistogramFraction estimate = new HistogramFraction();
    for (Element e : split.natives) {
      result.add(
          e.computed(
              estimate.estimate(lower, upper, java.util.Objects.requireNonNull(e.histogram()))));
      if (estimate.nansLeftOut()) {
        add(Remarks.fractionOfNaN(e.metric(), split.span));
      }
    }
    split.classics.forEach(
        (labels, buckets) -> result.add(sample(split, labels, buckets.fraction(lower, upper))));
    return result;
  }

  private static Element sample(Split split, Labels labels, double value) {
    return java.util.Objects.requireNonNull(split.samples.get(labels)).computed(value);
  }

  private void noteInvalid(double q, int argument) {
    if (!(q >= 0 && q <= 1)) {
      add(Remarks.invalidQuantile(q, NaiveFunctions.unwrapped(call.args().get(argument)).span()));
    }
  }

  private List<Element> quantile(Split split, double q, long time) {
    List<Element> result = new ArrayList<>();
    HistogramQuantile estimate = new HistogramQuantile();
    for (Element e : split.natives) {
      result.add(e.computed(estimate.estimate(q, java.util.Objects.requireNonNull(e.histogram()))));
      switch (estimate.note()) {
        case NONE -> {}
        case NAN_SKEW -> add(Remarks.quantileSkewedByNaN(e.metric(), split.span));
        case NAN_RESULT -> add(Remarks.quantileOfNaN(e.metric(), split.span));
      }
    }
    split.classics.forEach(
        (labels, buckets) -> {
          result.add(sample(split, labels, buckets.quantile(q)));
          if (buckets.forced()) {
            add(
                Remarks.forcedMonotonicity(
                    labels.metricName(),
                    split.span,
                    time,
                    buckets.lowestForced(),
                    buckets.highestForced(),
                    buckets.largestDrop()));
          }
        });
    return result;
  }

  private List<Element> quantiles(long time) {
    String label = interpreter.text(call.args().get(1));
    Split split = new Split(0, time);
    List<Element> result = new ArrayList<>();
    for (int i = 2; i < call.args().size(); i++) {
      double q = scalar(i, time);
      noteInvalid(q, i);
      for (Element e : quantile(split, q, time)) {
        String value = GoText.general(q, 21);
        if (q == Math.rint(q) && !value.contains("e") && !Double.isInfinite(q)) {
          value += ".0";
        }
        result.add(e.with(e.labels().with(label, value), true));
      }
    }
    return result;
  }
}
