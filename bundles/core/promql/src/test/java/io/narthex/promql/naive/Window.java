// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.util.List;
import java.util.Objects;

/**
 * The samples of one series in a range.
 *
 * @param points in order of time, at least one
 * @param startMs the begin of the range, exclusive
 * @param endMs its end, inclusive
 */
record Window(Labels labels, boolean dropName, List<Element> points, long startMs, long endMs) {

  List<Element> floats() {
    return points.stream().filter(Element::isFloat).toList();
  }

  List<Element> histograms() {
    return points.stream().filter(p -> !p.isFloat()).toList();
  }

  HistogramSeries histogramSeries(boolean withStarts) {
    List<Element> points = histograms();
    return new HistogramSeries(
        points.stream().mapToLong(Element::timeMs).toArray(),
        points.stream()
            .map(p -> Objects.requireNonNull(p.histogram()).toHistogram())
            .toArray(Histogram[]::new),
        withStarts ? points.stream().mapToLong(Element::startMs).toArray() : null);
  }

  boolean isMixed() {
    return !floats().isEmpty() && !histograms().isEmpty();
  }

  String metric() {
    return labels.metricName();
  }

  double seconds() {
    return (endMs - startMs) / 1000.0;
  }

  Element result(double value) {
    return new Element(labels, value, null, true, 0, 0);
  }

  Element result(FloatHistogram histogram) {
    return new Element(labels, 0, histogram, true, 0, 0);
  }
}
