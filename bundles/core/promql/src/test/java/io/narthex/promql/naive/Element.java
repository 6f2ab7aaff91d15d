// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sample of a vector or of a range.
 *
 * @param histogram the histogram, or null when the sample is the float; not to be changed
 * @param dropName whether the metric name goes at the end of the query
 * @param timeMs the sample's own time
 * @param startMs its start timestamp, or 0
 */
record Element(
    Labels labels,
    double value,
    @Nullable FloatHistogram histogram,
    boolean dropName,
    long timeMs,
    long startMs) {

  private static final Set<String> NAMING = Set.of(Label.METRIC_NAME, "__type__", "__unit__");

  static Element of(Labels labels, double value) {
    return new Element(labels, value, null, false, 0, 0);
  }

  Element with(double newValue, @Nullable FloatHistogram newHistogram) {
    return new Element(labels, newValue, newHistogram, dropName, timeMs, startMs);
  }

  /** The result of a function: another value, the name to be dropped. */
  Element computed(double newValue) {
    return new Element(labels, newValue, null, true, timeMs, startMs);
  }

  Element with(Labels newLabels, boolean newDropName) {
    return new Element(newLabels, value, histogram, newDropName, timeMs, startMs);
  }

  boolean isFloat() {
    return histogram == null;
  }

  String metric() {
    return labels.metricName();
  }

  static Labels withoutNaming(Labels labels) {
    return labels.keep(name -> !NAMING.contains(name));
  }

  /** Returns the samples as they leave the query, names dropped. */
  static List<Element> named(List<Element> elements) {
    return elements.stream()
        .map(e -> e.dropName() ? e.with(withoutNaming(e.labels()), false) : e)
        .toList();
  }
}
