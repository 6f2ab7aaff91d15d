// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.narthex.exposition.FamilyWriter;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples as untyped or histogram families with timestamps. As upstream, a metric that has samples
 * of several types makes several families of its name.
 */
final class Federation {

  private final FamilyWriter out;
  private final Map<String, String> externalLabels;

  /**
   * A federation.
   *
   * @param externalLabels the labels that are added to series without them
   */
  Federation(FamilyWriter out, Map<String, String> externalLabels) {
    this.out = out;
    this.externalLabels = externalLabels;
  }

  /**
   * Writes samples that are sorted by metric name; nameless ones are left out, and histograms that
   * the format does not have.
   */
  void write(List<NewestSamples.Newest> samples) throws IOException {
    String family = "";
    MetricType type = MetricType.UNKNOWN;
    for (NewestSamples.Newest sample : samples) {
      String name = sample.series().metricName();
      Histogram histogram = sample.histogram();
      if (name.isEmpty() || (histogram != null && !out.takes(histogram))) {
        continue;
      }
      MetricType own = type(histogram);
      if (!name.equals(family) || own != type) {
        family = name;
        type = own;
        out.begin(name, type);
      }
      List<Label> labels = labels(sample.series());
      if (histogram == null) {
        out.sample(labels, sample.timestampMs(), sample.value());
      } else {
        out.histogram(labels, sample.timestampMs(), histogram);
      }
    }
    out.end();
  }

  private static MetricType type(@Nullable Histogram histogram) {
    if (histogram == null) {
      return MetricType.UNKNOWN;
    }
    return histogram.resetHint() == ResetHint.GAUGE
        ? MetricType.GAUGEHISTOGRAM
        : MetricType.HISTOGRAM;
  }

  private List<Label> labels(Labels series) {
    List<Label> labels = new ArrayList<>();
    for (Label label : series) {
      if (!label.name().equals(Label.METRIC_NAME)) {
        labels.add(label);
      }
    }
    externalLabels.forEach(
        (name, value) -> {
          if (!series.contains(name)) {
            labels.add(new Label(name, value));
          }
        });
    return labels;
  }
}
