// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The labels and the metadata of the last flattening by place. Snapshots of one exporter mostly
 * come in the same order with the same series, so each place is compared with what stood there.
 */
public final class SeriesCache {

  private static final int INITIAL = 16;

  /**
   * What the series of each place was made from, and the labels that came of it: a column each, so
   * that a series that is made from the same objects again is known without a look into any.
   */
  private Head[] heads = new Head[INITIAL];

  private io.prometheus.metrics.model.snapshots.Labels[] froms =
      new io.prometheus.metrics.model.snapshots.Labels[INITIAL];
  private String[] extraTexts = new String[INITIAL];
  private long[] extraBits = new long[INITIAL];
  private Labels[] made = new Labels[INITIAL];
  private int seriesCount;

  /** The head that the last series had; the series of a family share it. */
  private Head last = new Head("", "", "");

  /**
   * What the series of a family have in common.
   *
   * @param name the family's name
   * @param suffix what stands behind it
   * @param extraName the name of the format's own label, or empty
   */
  private record Head(String name, String suffix, String extraName) {

    boolean is(String name, String suffix, String extraName) {
      return this.name.equals(name)
          && this.suffix.equals(suffix)
          && this.extraName.equals(extraName);
    }
  }

  /** What the metadata of a family was made from. */
  private record Source(String name, String suffix, MetricType type, String unit, String help) {

    boolean is(String name, String suffix, MetricType type, String unit, String help) {
      return this.type == type
          && this.name.equals(name)
          && this.suffix.equals(suffix)
          && this.help.equals(help)
          && this.unit.equals(unit);
    }
  }

  private final List<Source> sources = new ArrayList<>();
  private final List<MetricMetadata> families = new ArrayList<>();
  private int nextSeries;
  private int nextFamily;

  /** Starts over at the first place, and forgets the places that the last round did not reach. */
  public void rewind() {
    forgetFrom(nextSeries);
    if (nextFamily < families.size()) {
      families.subList(nextFamily, families.size()).clear();
      sources.subList(nextFamily, sources.size()).clear();
    }
    nextSeries = 0;
    nextFamily = 0;
  }

  /** Returns the metadata of the family at the next place. */
  public MetricMetadata family(
      String name, String suffix, MetricType type, String unit, String help) {
    int place = nextFamily++;
    if (place < families.size() && sources.get(place).is(name, suffix, type, unit, help)) {
      return families.get(place);
    }
    MetricMetadata metadata = new MetricMetadata(name + suffix, type, unit, help);
    put(families, place, metadata);
    put(sources, place, new Source(name, suffix, type, unit, help));
    return metadata;
  }

  /** Returns the labels of a series without a label of the format's own. */
  public Labels series(
      String name, String suffix, io.prometheus.metrics.model.snapshots.Labels from) {
    head(name, suffix, "");
    return of(from, "", 0);
  }

  /**
   * Returns the labels of another series of the same name as the one before, which had no label of
   * the format's own.
   */
  public Labels sibling(io.prometheus.metrics.model.snapshots.Labels from) {
    return of(from, "", 0);
  }

  /** Returns the labels of a bucket or quantile. */
  public Labels bound(
      String name,
      String suffix,
      io.prometheus.metrics.model.snapshots.Labels from,
      String boundName,
      double bound) {
    head(name, suffix, boundName);
    return of(from, "", Double.doubleToRawLongBits(bound));
  }

  /** Returns the labels of one state of a state set. */
  public Labels state(
      String name, io.prometheus.metrics.model.snapshots.Labels from, String state) {
    head(name, "", name);
    return of(from, state, 0);
  }

  /** Sets what the series at the next place is made from, besides its own labels. */
  private void head(String name, String suffix, String extraName) {
    if (last.is(name, suffix, extraName)) {
      return;
    }
    Head there = nextSeries < seriesCount ? heads[nextSeries] : last;
    last = there.is(name, suffix, extraName) ? there : new Head(name, suffix, extraName);
  }

  private Labels of(
      io.prometheus.metrics.model.snapshots.Labels from, String extraText, long bits) {
    int place = nextSeries++;
    Head head = last;
    if (place < seriesCount
        && (heads[place] == head || heads[place].equals(head))
        && (froms[place] == from || froms[place].equals(from))
        && (head.extraName().isEmpty()
            || extraBits[place] == bits && extraTexts[place].equals(extraText))) {
      return made[place];
    }
    return make(place, from, extraText, bits);
  }

  private Labels make(
      int place, io.prometheus.metrics.model.snapshots.Labels from, String extraText, long bits) {
    Head head = last;
    LabelsBuilder labels = new LabelsBuilder();
    for (int i = 0; i < from.size(); i++) {
      labels.set(from.getName(i), from.getValue(i));
    }
    if (!head.extraName().isEmpty()) {
      labels.set(
          head.extraName(),
          extraText.isEmpty() ? GoFloat.openMetrics(Double.longBitsToDouble(bits)) : extraText);
    }
    labels.set(Label.METRIC_NAME, head.name() + head.suffix());
    Labels out = labels.build();
    if (place == heads.length) {
      grow(2 * place);
    }
    seriesCount = Math.max(seriesCount, place + 1);
    heads[place] = head;
    froms[place] = from;
    extraTexts[place] = extraText;
    extraBits[place] = bits;
    made[place] = out;
    return out;
  }

  private void grow(int size) {
    heads = Arrays.copyOf(heads, size);
    froms = Arrays.copyOf(froms, size);
    extraTexts = Arrays.copyOf(extraTexts, size);
    extraBits = Arrays.copyOf(extraBits, size);
    made = Arrays.copyOf(made, size);
  }

  /** Forgets the places from one on; the arrays shrink when most of them is not needed. */
  private void forgetFrom(int place) {
    if (place >= seriesCount) {
      return;
    }
    if (place < heads.length / 4) {
      grow(Math.max(INITIAL, 2 * place));
    }
    int end = Math.min(seriesCount, heads.length);
    Arrays.fill(froms, place, end, io.prometheus.metrics.model.snapshots.Labels.EMPTY);
    Arrays.fill(made, place, end, Labels.empty());
    seriesCount = place;
  }

  private static <T> void put(List<T> list, int place, T element) {
    if (place < list.size()) {
      list.set(place, element);
    } else {
      list.add(element);
    }
  }
}
