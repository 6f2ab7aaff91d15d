// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.SeriesBatch;
import org.jspecify.annotations.Nullable;

/** The samples of one series in a range of time, copied. */
final class MemoryBatch implements SeriesBatch {

  private final Labels labels;
  private final Kind kind;
  private final long[] times;
  private final double[] values;
  private final @Nullable Histogram[] histograms;
  private final long @Nullable [] starts;

  private MemoryBatch(
      Labels labels,
      Kind kind,
      long[] times,
      double[] values,
      @Nullable Histogram[] histograms,
      long @Nullable [] starts) {
    this.labels = labels;
    this.kind = kind;
    this.times = times;
    this.values = values;
    this.histograms = histograms;
    this.starts = starts;
  }

  static MemoryBatch of(SeriesData data, Labels labels, long fromMs, long toMs) {
    int first = data.from(fromMs);
    int end = toMs == Long.MAX_VALUE ? data.size() : data.from(toMs + 1);
    int n = end - first;
    long[] times = new long[n];
    double[] values = new double[n];
    Histogram[] histograms = new Histogram[n];
    long[] starts = data.hasStarts() ? new long[n] : null;
    for (int i = 0; i < n; i++) {
      times[i] = data.time(first + i);
      values[i] = data.value(first + i);
      histograms[i] = data.histogram(first + i);
      if (starts != null) {
        starts[i] = data.start(first + i);
      }
    }
    Kind kind =
        !data.hasHistograms() ? Kind.FLOATS : data.hasFloats() ? Kind.BOTH : Kind.HISTOGRAMS;
    return new MemoryBatch(labels, kind, times, values, histograms, starts);
  }

  @Override
  public int seriesCount() {
    return 1;
  }

  @Override
  public int rowCount() {
    return times.length;
  }

  @Override
  public long[] timestamps() {
    return times;
  }

  @Override
  public Labels labels(int series) {
    return labels;
  }

  @Override
  public Kind kind(int series) {
    return kind;
  }

  @Override
  public void values(int series, double[] into, int offset) {
    System.arraycopy(values, 0, into, offset, values.length);
  }

  @Override
  public void histograms(int series, @Nullable Histogram[] into, int offset) {
    System.arraycopy(histograms, 0, into, offset, histograms.length);
  }

  @Override
  public boolean startTimestamps(int series, long[] into, int offset) {
    if (starts == null) {
      return false;
    }
    System.arraycopy(starts, 0, into, offset, starts.length);
    return true;
  }
}
