// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One metric family. It lives as long as the exporter; its values live for one collect. The labels
 * of each place are kept, since the same devices mostly come in the same order.
 */
final class Family {

  /** The types that the node exporter uses. */
  enum Type {
    COUNTER,
    GAUGE,
    UNTYPED
  }

  private record Place(String[] labelValues, Labels labels) {}

  private final Type type;
  private final MetricMetadata metadata;
  private final String[] labelNames;
  private final List<Place> places = new ArrayList<>();
  private double[] values = new double[4];
  private int size;

  Family(Type type, String name, String help, String... labelNames) {
    this.type = type;
    this.labelNames = labelNames.clone();
    // A counter keeps its _total: without it, it would be at odds with a gauge of the short name.
    this.metadata = new MetricMetadata(name, help);
  }

  /** Adds a value for one combination of labels; the values in the order of the names. */
  void add(double value, String... labelValues) {
    if (labelValues.length != labelNames.length) {
      throw new IllegalArgumentException(
          metadata.getName() + " has " + labelNames.length + " labels, not " + labelValues.length);
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size] = value;
    if (size == places.size()) {
      places.add(place(labelValues));
    } else if (!Arrays.equals(places.get(size).labelValues, labelValues)) {
      places.set(size, place(labelValues));
    }
    size++;
  }

  /** Adds a value with labels of its own, for families whose label names are not known before. */
  void addLabelled(double value, Labels labels) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size] = value;
    Place place = new Place(new String[0], labels);
    if (size == places.size()) {
      places.add(place);
    } else {
      places.set(size, place);
    }
    size++;
  }

  private Place place(String[] labelValues) {
    return new Place(
        labelValues, labelNames.length == 0 ? Labels.EMPTY : Labels.of(labelNames, labelValues));
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Returns the values as a snapshot, and starts over. */
  MetricSnapshot take() {
    int n = size;
    size = 0;
    return switch (type) {
      case COUNTER -> {
        List<CounterDataPointSnapshot> points = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          points.add(new CounterDataPointSnapshot(values[i], places.get(i).labels, null, 0L));
        }
        yield new CounterSnapshot(metadata, points);
      }
      case GAUGE -> {
        List<GaugeDataPointSnapshot> points = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          points.add(new GaugeDataPointSnapshot(values[i], places.get(i).labels, null));
        }
        yield new GaugeSnapshot(metadata, points);
      }
      case UNTYPED -> {
        List<UnknownDataPointSnapshot> points = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          points.add(new UnknownDataPointSnapshot(values[i], places.get(i).labels, null));
        }
        yield new UnknownSnapshot(metadata, points);
      }
    };
  }
}
