// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import org.jspecify.annotations.Nullable;

/** An engine's writer, whose commits are counted. */
final class CountingWriter implements RowWriter {

  private final RowWriter engine;
  private final AppendCounts counts;
  private int histograms;

  CountingWriter(RowWriter engine, AppendCounts counts) {
    this.engine = engine;
    this.counts = counts;
  }

  @Override
  public int column(Labels series) {
    return engine.column(series);
  }

  @Override
  public @Nullable Labels labels(int column) {
    return engine.labels(column);
  }

  @Override
  public void release(int column) {
    engine.release(column);
  }

  @Override
  public void row(long timestampMs) {
    engine.row(timestampMs);
  }

  @Override
  public void set(int column, double value) {
    engine.set(column, value);
  }

  @Override
  public void setAll(double[] values, int count) {
    engine.setAll(values, count);
  }

  @Override
  public void setHistogram(int column, Histogram histogram) {
    histograms++;
    engine.setHistogram(column, histogram);
  }

  @Override
  public void exemplar(int column, Exemplar exemplar) {
    engine.exemplar(column, exemplar);
  }

  @Override
  public void startTimestamp(int column, long startMs) {
    engine.startTimestamp(column, startMs);
  }

  @Override
  public void metadata(MetricMetadata metadata) {
    engine.metadata(metadata);
  }

  @Override
  public CommitResult commit() {
    try {
      CommitResult result = engine.commit();
      counts.add(result, histograms);
      return result;
    } finally {
      histograms = 0;
    }
  }

  @Override
  public void rollback() {
    histograms = 0;
    engine.rollback();
  }

  @Override
  public void close() {
    engine.close();
  }
}
