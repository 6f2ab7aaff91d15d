// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.annotation;

import io.narthex.promql.internal.annotation.Annotation.Level;
import io.narthex.promql.internal.annotation.Annotation.Plain;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;

/** The remarks that exist, by name, with upstream's texts. */
public final class Remarks {

  private Remarks() {}

  private static Annotation warning(String text, Span span) {
    return new Plain(Level.WARNING, text, span);
  }

  private static Annotation info(String text, Span span) {
    return new Plain(Level.INFO, text, span);
  }

  private static String named(String text, String metric) {
    return metric.isEmpty() ? text : text + " for metric name " + GoText.quote(metric);
  }

  /** A quantile outside 0 to 1. */
  public static Annotation invalidQuantile(double q, Span span) {
    return warning("quantile value should be between 0 and 1, got " + GoText.general(q), span);
  }

  /** A ratio outside -1 to 1. */
  public static Annotation invalidRatio(double r, double to, Span span) {
    return warning(
        "ratio value should be between -1 and 1, got "
            + GoText.general(r)
            + ", capping to "
            + GoText.general(to),
        span);
  }

  /** A classic bucket without a usable {@code le}. */
  public static Annotation badBucketLabel(String metric, String value, Span span) {
    return warning(
        named(
            "bucket label \"le\" is missing or has a malformed value of " + GoText.quote(value),
            metric),
        span);
  }

  /** Floats and histograms in one range. */
  public static Annotation mixedFloatsHistograms(String metric, Span span) {
    return warning(
        "encountered a mix of histograms and floats for metric name " + GoText.quote(metric), span);
  }

  /** Floats and histograms in one group. */
  public static Annotation mixedFloatsHistogramsInAggregation(Span span) {
    return warning("encountered a mix of histograms and floats for aggregation", span);
  }

  /** Classic and native histograms of one name. */
  public static Annotation mixedClassicNative(String metric, Span span) {
    return warning(named("vector contains a mix of classic and native histograms", metric), span);
  }

  /** A gauge histogram where a counter is wanted. */
  public static Annotation notCounterHistogram(String metric, Span span) {
    return warning("this native histogram metric is not a counter: " + GoText.quote(metric), span);
  }

  /** A counter histogram where a gauge is wanted. */
  public static Annotation notGaugeHistogram(String metric, Span span) {
    return warning("this native histogram metric is not a gauge: " + GoText.quote(metric), span);
  }

  /** Exponential and custom buckets together. */
  public static Annotation mixedExponentialCustom(String metric, Span span) {
    return warning(
        "vector contains a mix of histograms with exponential and custom buckets schemas for"
            + " metric name "
            + GoText.quote(metric),
        span);
  }

  /** Bucket layouts that an operator cannot bring together. */
  public static Annotation incompatibleBuckets(String operator, Span span) {
    return warning("incompatible bucket layout encountered for binary operator " + operator, span);
  }

  /** Sorting where the result is sorted anyway. */
  public static Annotation sortInRange(Span span) {
    return warning(
        "sort is ineffective for range queries since results are always ordered by labels", span);
  }

  /** Resets that contradict each other. */
  public static Annotation counterResetCollision(String operation, Span span) {
    return warning("conflicting counter resets during histogram " + operation, span);
  }

  /** A name that counters do not have. */
  public static Annotation possibleNonCounter(String metric, Span span) {
    return info(
        "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
            + GoText.quote(metric),
        span);
  }

  /** A type label that counters do not have. */
  public static Annotation possibleNonCounterType(String metric, String type, Span span) {
    return info(
        "metric might not be a counter, __type__ label is not set to \"counter\" or"
            + " \"histogram\", got "
            + GoText.quote(type)
            + ": "
            + GoText.quote(metric),
        span);
  }

  /** Classic buckets that had to be made monotonic. */
  public static Annotation forcedMonotonicity(
      String metric, Span span, long timeMs, double min, double max, double difference) {
    return new Annotation.ForcedMonotonicity(
        named(
            "input to histogram_quantile needed to be fixed for monotonicity (see"
                + " https://prometheus.io/docs/prometheus/latest/querying/functions/"
                + "#histogram_quantile)",
            metric),
        span,
        timeMs,
        timeMs,
        min,
        max,
        difference,
        0);
  }

  /** Types that an operator cannot work on. */
  public static Annotation incompatibleTypes(
      String left, String operator, String right, Span span) {
    return info(
        "incompatible sample types encountered for binary operator "
            + GoText.quote(operator)
            + ": "
            + left
            + " "
            + operator
            + " "
            + right,
        span);
  }

  /** A histogram that an aggregation passes over. */
  public static Annotation histogramIgnored(String aggregation, Span span) {
    return info("ignored histogram in " + aggregation + " aggregation", span);
  }

  /** Histograms that a function over a range passes over. */
  public static Annotation histogramIgnoredInRange(String metric, Span span) {
    return info(
        "ignored histograms in a range containing both floats and histograms for metric name "
            + GoText.quote(metric),
        span);
  }

  /** A quantile beyond all buckets because of NaN observations. */
  public static Annotation quantileOfNaN(String metric, Span span) {
    return info(
        named("input to histogram_quantile has NaN observations, result is NaN", metric), span);
  }

  /** A quantile that NaN observations move. */
  public static Annotation quantileSkewedByNaN(String metric, Span span) {
    return info(
        named("input to histogram_quantile has NaN observations, result is skewed higher", metric),
        span);
  }

  /** A fraction of a histogram with NaN observations. */
  public static Annotation fractionOfNaN(String metric, Span span) {
    return info(
        named(
            "input to histogram_fraction has NaN observations, which are excluded from all"
                + " fractions",
            metric),
        span);
  }

  /** Custom buckets whose bounds differ. */
  public static Annotation reconciledBuckets(String operation, Span span) {
    return info("mismatched custom buckets were reconciled during " + operation, span);
  }

  /** A start time before the previous sample. */
  public static Annotation startTimeOverlap(String metric, Span span) {
    return new Annotation.StartTimeOverlap(metric, span, 1);
  }
}
