// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.Utf8;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramMean;
import io.narthex.promql.internal.histogram.HistogramSum;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Aggregates a vector. */
final class NaiveAggregation {

  private final Interpreter interpreter;
  private final Aggregate aggregate;
  private final Span span;

  NaiveAggregation(Interpreter interpreter, Aggregate aggregate) {
    this.interpreter = interpreter;
    this.aggregate = aggregate;
    span = NaiveFunctions.unwrapped(aggregate.expr()).span();
  }

  private void note(Annotation annotation) {
    interpreter.context().annotations().add(annotation);
  }

  private Labels group(Labels labels) {
    return aggregate.without()
        ? labels.keep(n -> !aggregate.grouping().contains(n) && !n.equals(Label.METRIC_NAME))
        : labels.keep(aggregate.grouping()::contains);
  }

  List<Element> evaluate(long time) {
    AggregateOp op = aggregate.op();
    List<Element> elements = interpreter.vector(aggregate.expr(), time);
    Expr param = aggregate.param();
    if (op == AggregateOp.COUNT_VALUES) {
      return countValues(elements, interpreter.text(Objects.requireNonNull(param)));
    }
    double number = param == null ? 0 : interpreter.scalar(param, time);
    if (param != null && op.selectsSeries()) {
      checkParameter(number, elements.size());
    } else if (op == AggregateOp.QUANTILE && !(number >= 0 && number <= 1)) {
      note(
          Remarks.invalidQuantile(
              number, NaiveFunctions.unwrapped(Objects.requireNonNull(param)).span()));
    }
    double ratio = number;
    if (op == AggregateOp.LIMIT_RATIO && Math.abs(number) > 1) {
      ratio = Math.signum(number);
      note(
          Remarks.invalidRatio(
              number, ratio, NaiveFunctions.unwrapped(Objects.requireNonNull(param)).span()));
    }
    Map<Labels, List<Element>> groups = new LinkedHashMap<>();
    for (Element e : elements) {
      groups.computeIfAbsent(group(e.labels()), l -> new ArrayList<>()).add(e);
    }
    List<Element> result = new ArrayList<>();
    for (Map.Entry<Labels, List<Element>> entry : groups.entrySet()) {
      List<Element> members = entry.getValue();
      if (op.selectsSeries()) {
        result.addAll(select(members, ratio));
      } else {
        Element value = value(entry.getKey(), members, number);
        if (value != null) {
          boolean dropName = members.stream().anyMatch(Element::dropName);
          result.add(value.with(entry.getKey(), dropName));
        }
      }
    }
    return result;
  }

  private void checkParameter(double number, int series) {
    if (aggregate.op() == AggregateOp.LIMIT_RATIO) {
      if (Double.isNaN(number)) {
        throw new NaiveException("Ratio value is NaN");
      }
      return;
    }
    if (Double.isNaN(number)) {
      throw new NaiveException("Parameter value is NaN");
    }
    if (number < -0x1p63 || number >= 0x1p63) {
      throw new NaiveException(
          "Scalar value "
              + GoText.general(number)
              + (number < 0 ? " underflows" : " overflows")
              + " int64");
    }
  }

  private List<Element> countValues(List<Element> elements, String label) {
    if (!Utf8.isValidName(label)) {
      throw new NaiveException("invalid label name " + GoText.quote(label));
    }
    Map<Labels, Double> counts = new TreeMap<>();
    for (Element e : elements) {
      FloatHistogram h = e.histogram();
      String value = h == null ? GoText.plain(e.value()) : h.toString();
      Labels labels = e.labels().with(label, value);
      Labels group =
          aggregate.without()
              ? group(labels)
              : labels.keep(n -> n.equals(label) || aggregate.grouping().contains(n));
      counts.merge(group, 1.0, Double::sum);
    }
    List<Element> result = new ArrayList<>();
    counts.forEach((labels, count) -> result.add(Element.of(labels, count)));
    return result;
  }

  private List<Element> select(List<Element> members, double number) {
    AggregateOp op = aggregate.op();
    if (op == AggregateOp.LIMIT_RATIO) {
      return members.stream().filter(e -> isSampled(e.labels(), number)).toList();
    }
    long k = (long) number;
    if (k < 1) {
      return List.of();
    }
    List<Element> candidates =
        members.stream().sorted(Comparator.comparing(Element::labels)).toList();
    if (op != AggregateOp.LIMITK) {
      if (members.stream().anyMatch(e -> !e.isFloat())) {
        note(Remarks.histogramIgnored(op.text(), aggregate.span()));
      }
      // Zeros are the same whatever their sign.
      Comparator<Element> order = Comparator.comparingDouble(e -> e.value() + 0.0);
      order = op == AggregateOp.TOPK ? order.reversed() : order;
      candidates =
          candidates.stream()
              .filter(Element::isFloat)
              .sorted(
                  Comparator.<Element, Boolean>comparing(e -> Double.isNaN(e.value()))
                      .thenComparing(order))
              .toList();
    }
    return candidates.stream().limit(k).toList();
  }

  /** Takes a part of the series, chosen by their labels, so that r and r - 1 complement. */
  private static boolean isSampled(Labels labels, double ratio) {
    long mixed = labels.hashCode() * 0x9E3779B97F4A7C15L;
    double place = ((mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L >>> 11) * 0x1p-53;
    return ratio >= 0 ? place < ratio : place >= 1 + ratio;
  }

  private @Nullable Element value(Labels group, List<Element> members, double number) {
    AggregateOp op = aggregate.op();
    return switch (op) {
      case COUNT -> Element.of(group, members.size());
      case GROUP -> Element.of(group, 1);
      case SUM, AVG -> sum(group, members, op == AggregateOp.AVG);
      default -> {
        if (members.stream().anyMatch(e -> !e.isFloat())) {
          note(Remarks.histogramIgnored(op.text(), span));
        }
        double[] values =
            members.stream().filter(Element::isFloat).mapToDouble(Element::value).toArray();
        yield values.length == 0 ? null : Element.of(group, value(values, number));
      }
    };
  }

  private double value(double[] values, double number) {
    double[] sorted = NaiveMath.sorted(values);
    int firstNumber = 0;
    while (firstNumber < sorted.length - 1 && Double.isNaN(sorted[firstNumber])) {
      firstNumber++;
    }
    return switch (aggregate.op()) {
      case MIN -> sorted[firstNumber];
      case MAX -> sorted[sorted.length - 1];
      case QUANTILE -> NaiveMath.quantile(number, sorted);
      case STDVAR -> variance(values);
      case STDDEV -> Math.sqrt(variance(values));
      default -> throw new IllegalStateException("not of floats: " + aggregate.op());
    };
  }

  private static double variance(double[] values) {
    double mean = values[0];
    double squares = Double.isNaN(mean) || Double.isInfinite(mean) ? Double.NaN : 0;
    for (int i = 1; i < values.length; i++) {
      double delta = values[i] - mean;
      mean += delta / (i + 1);
      squares += delta * (values[i] - mean);
    }
    return squares / values.length;
  }

  private @Nullable Element sum(Labels group, List<Element> members, boolean average) {
    long floats = members.stream().filter(Element::isFloat).count();
    if (floats == members.size()) {
      KahanMean mean = new KahanMean();
      KahanSum sum = new KahanSum();
      for (Element e : members) {
        mean.add(e.value());
        sum.add(e.value());
      }
      return Element.of(group, average ? mean.value() : sum.value());
    }
    if (floats > 0) {
      note(Remarks.mixedFloatsHistogramsInAggregation(span));
      return null;
    }
    HistogramMean mean = new HistogramMean();
    HistogramSum sum = new HistogramSum();
    for (Element e : members) {
      mean.add(Objects.requireNonNull(e.histogram()).toHistogram());
      sum.add(Objects.requireNonNull(e.histogram()).toHistogram());
      if (sum.incompatible()) {
        if (sum.boundsReconciled()) {
          note(Remarks.reconciledBuckets("aggregation", span));
        }
        note(Remarks.mixedExponentialCustom(e.metric(), span));
        return null;
      }
    }
    if (sum.resetCollision()) {
      note(Remarks.counterResetCollision("aggregation", span));
    }
    if (sum.boundsReconciled()) {
      note(Remarks.reconciledBuckets("aggregation", span));
    }
    return Element.of(group, 0).with(0, average ? mean.result() : sum.result());
  }
}
