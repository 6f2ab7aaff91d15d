// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the series of classic histograms together as native ones with custom buckets, as scraping
 * with {@code convert_classic_histograms_to_nhcb} does.
 */
final class ClassicHistograms {

  /** The parts of one histogram at one time. */
  private static final class Parts {
    private final TreeMap<Double, Double> buckets = new TreeMap<>();
    private @Nullable Double count;
    private double sum;
  }

  private final Map<Labels, TreeMap<Integer, Parts>> histograms = new LinkedHashMap<>();

  /** Takes the series that have one of the three suffixes; the others are passed over. */
  void add(SeriesLine series) {
    Labels labels = series.labels();
    String name = labels.metricName();
    if (name.endsWith("_bucket")) {
      double le;
      try {
        le = Numbers.parse(labels.get("le"));
      } catch (NumberFormatException e) {
        return;
      }
      if (!Double.isNaN(le)) {
        collect(series, "_bucket", (parts, value) -> parts.buckets.putIfAbsent(le, value));
      }
    } else if (name.endsWith("_count")) {
      collect(series, "_count", (parts, value) -> parts.count = value);
    } else if (name.endsWith("_sum")) {
      collect(series, "_sum", (parts, value) -> parts.sum = value);
    }
  }

  private interface Part {
    void set(Parts parts, double value);
  }

  private void collect(SeriesLine series, String suffix, Part part) {
    String name = series.labels().metricName();
    String base = name.substring(0, name.length() - suffix.length());
    Labels labels = series.labels().without("le").with(Label.METRIC_NAME, base);
    TreeMap<Integer, Parts> steps = histograms.computeIfAbsent(labels, l -> new TreeMap<>());
    for (int i = 0; i < series.values().size(); i++) {
      ScriptValue value = series.values().get(i);
      if (!value.omitted() && value.histogram() == null) {
        part.set(steps.computeIfAbsent(i, s -> new Parts()), value.value());
      }
    }
  }

  /**
   * Returns the native histograms: for each series its samples by step.
   *
   * @throws IllegalArgumentException when the parts do not make a histogram
   */
  Map<Labels, Map<Integer, Histogram>> convert() {
    Map<Labels, Map<Integer, Histogram>> converted = new LinkedHashMap<>();
    histograms.forEach(
        (labels, steps) -> {
          Map<Integer, Histogram> samples = new TreeMap<>();
          steps.forEach((step, parts) -> samples.put(step, convert(labels, parts)));
          converted.put(labels, samples);
        });
    return converted;
  }

  private static Histogram convert(Labels labels, Parts parts) {
    double count =
        parts.count != null
            ? parts.count
            : parts.buckets.isEmpty() ? 0 : parts.buckets.lastEntry().getValue();
    parts.buckets.putIfAbsent(Double.POSITIVE_INFINITY, count);
    int n = parts.buckets.size();
    double[] bounds = new double[n];
    double[] counts = new double[n];
    boolean whole = isWhole(count);
    double before = 0;
    int i = 0;
    for (Map.Entry<Double, Double> bucket : parts.buckets.entrySet()) {
      double cumulative = bucket.getValue();
      if (cumulative < before) {
        throw new IllegalArgumentException(
            "the buckets of " + labels + " are not cumulative at le=" + bucket.getKey());
      }
      whole &= isWhole(cumulative);
      bounds[i] = bucket.getKey();
      counts[i++] = cumulative - before;
      before = cumulative;
    }
    if (count != before) {
      throw new IllegalArgumentException(
          "the count of " + labels + " is " + count + ", but its last bucket holds " + before);
    }
    Histogram histogram =
        new Histogram(
            Histogram.CUSTOM_BUCKETS_SCHEMA,
            false,
            ResetHint.UNKNOWN,
            0,
            0,
            count,
            parts.sum,
            List.of(new BucketSpan(0, n)),
            counts,
            List.of(),
            new double[0],
            Arrays.copyOf(bounds, n - 1));
    // Histograms of whole numbers keep short runs of empty buckets, as upstream's converter does.
    return FloatHistogram.of(histogram).compact(whole ? 2 : 0).toHistogram();
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value);
  }
}
