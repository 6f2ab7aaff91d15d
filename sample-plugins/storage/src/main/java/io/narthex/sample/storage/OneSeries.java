// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.storage;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** A batch of one series: a copy of its samples. */
final class OneSeries implements SeriesBatch {

  private final Labels labels;
  private final long[] timestamps;
  private final List<Point> points;

  OneSeries(Labels labels, NavigableMap<Long, Point> samples) {
    this.labels = labels;
    timestamps = samples.keySet().stream().mapToLong(Long::longValue).toArray();
    points = new ArrayList<>(samples.values());
  }

  @Override
  public int seriesCount() {
    return 1;
  }

  @Override
  public int rowCount() {
    return timestamps.length;
  }

  @Override
  public long[] timestamps() {
    return timestamps;
  }

  @Override
  public Labels labels(int series) {
    return labels;
  }

  @Override
  public Kind kind(int series) {
    return points.stream().allMatch(p -> p.histogram() == null) ? Kind.FLOATS : Kind.BOTH;
  }

  @Override
  public void values(int series, double[] into, int offset) {
    for (int row = 0; row < timestamps.length; row++) {
      Point point = points.get(row);
      into[offset + row] = point.histogram() == null ? point.value() : SpecialValues.ABSENT;
    }
  }

  @Override
  public void histograms(int series, @Nullable Histogram[] into, int offset) {
    for (int row = 0; row < timestamps.length; row++) {
      into[offset + row] = points.get(row).histogram();
    }
  }
}
