// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels and the metadata of the last flattening by place. Snapshots of one exporter mostly
 * come in the same order with the same series, so each place is compared with what stood there.
 */
public final class SeriesCache {

  /** What a series was made from, and the labels that came of it. */
  private record Series(
      String name,
      String suffix,
      io.prometheus.metrics.model.snapshots.Labels from,
      String extraName,
      String extraText,
      long extraBits,
      Labels labels) {}

  private final List<Series> series = new ArrayList<>();
  private final List<MetricMetadata> families = new ArrayList<>();
  private int nextSeries;
  private int nextFamily;

  /** Starts over at the first place, and forgets the places that the last round did not reach. */
  public void rewind() {
    if (nextSeries < series.size()) {
      series.subList(nextSeries, series.size()).clear();
    }
    if (nextFamily < families.size()) {
      families.subList(nextFamily, families.size()).clear();
    }
    nextSeries = 0;
    nextFamily = 0;
  }

  /** Returns the metadata of the family at the next place. */
  public MetricMetadata family(
      String name, String suffix, MetricType type, String unit, String help) {
    int place = nextFamily++;
    if (place < families.size()) {
      MetricMetadata last = families.get(place);
      if (last.type() == type
          && last.family().length() == name.length() + suffix.length()
          && last.family().startsWith(name)
          && last.family().endsWith(suffix)
          && last.help().equals(help)
          && last.unit().equals(unit)) {
        return last;
      }
    }
    MetricMetadata made = new MetricMetadata(name + suffix, type, unit, help);
    put(families, place, made);
    return made;
  }

  /** Returns the labels of a series without a label of the format's own. */
  public Labels series(
      String name, String suffix, io.prometheus.metrics.model.snapshots.Labels from) {
    return of(name, suffix, from, "", "", 0);
  }

  /** Returns the labels of a bucket or quantile. */
  public Labels bound(
      String name,
      String suffix,
      io.prometheus.metrics.model.snapshots.Labels from,
      String boundName,
      double bound) {
    return of(name, suffix, from, boundName, "", Double.doubleToRawLongBits(bound));
  }

  /** Returns the labels of one state of a state set. */
  public Labels state(
      String name, io.prometheus.metrics.model.snapshots.Labels from, String state) {
    return of(name, "", from, name, state, 0);
  }

  private Labels of(
      String name,
      String suffix,
      io.prometheus.metrics.model.snapshots.Labels from,
      String extraName,
      String extraText,
      long extraBits) {
    int place = nextSeries++;
    if (place < series.size()) {
      Series last = series.get(place);
      if (last.extraBits == extraBits
          && last.suffix.equals(suffix)
          && last.name.equals(name)
          && last.extraName.equals(extraName)
          && last.extraText.equals(extraText)
          && last.from.equals(from)) {
        return last.labels;
      }
    }
    LabelsBuilder labels = new LabelsBuilder();
    for (int i = 0; i < from.size(); i++) {
      labels.set(from.getName(i), from.getValue(i));
    }
    if (!extraName.isEmpty()) {
      labels.set(
          extraName,
          extraText.isEmpty()
              ? GoFloat.openMetrics(Double.longBitsToDouble(extraBits))
              : extraText);
    }
    labels.set(Label.METRIC_NAME, name + suffix);
    Labels made = labels.build();
    put(series, place, new Series(name, suffix, from, extraName, extraText, extraBits, made));
    return made;
  }

  private static <T> void put(List<T> list, int place, T element) {
    if (place < list.size()) {
      list.set(place, element);
    } else {
      list.add(element);
    }
  }
}
