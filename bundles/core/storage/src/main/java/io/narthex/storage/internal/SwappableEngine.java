// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesExemplars;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StoragePartition;
import io.narthex.spi.storage.StorageStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the engine, so that others keep one reference while engines are swapped. While
 * there is none, calls fail with the reason. Writers are the engine's own: they fail once their
 * engine is closed, and the caller asks for a new one.
 */
final class SwappableEngine implements StorageEngine {

  private final Supplier<String> reason;
  private final AppendCounts counts;
  private volatile @Nullable StorageEngine engine;

  /**
   * Stands before nothing yet.
   *
   * @param reason says why there is no engine
   * @param counts told of what engines are given
   */
  SwappableEngine(Supplier<String> reason, AppendCounts counts) {
    this.reason = reason;
    this.counts = counts;
  }

  /** Puts an engine in place, or none. */
  void swap(@Nullable StorageEngine next) {
    engine = next;
  }

  private StorageEngine engine() {
    StorageEngine present = engine;
    if (present == null) {
      throw new StorageException("there is no storage engine: " + reason.get());
    }
    return present;
  }

  @Override
  public RowWriter writer(Labels target) {
    return new CountingWriter(engine().writer(target), counts);
  }

  @Override
  public Selection select(SelectRequest request) {
    return engine().select(request);
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    return engine().labelNames(matcherSets, fromMs, toMs, limit);
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    return engine().labelValues(name, matcherSets, fromMs, toMs, limit);
  }

  @Override
  public List<Labels> series(List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    return engine().series(matcherSets, fromMs, toMs, limit);
  }

  @Override
  public List<SeriesExemplars> exemplars(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    return engine().exemplars(matcherSets, fromMs, toMs);
  }

  @Override
  public List<MetricMetadata> metadata() {
    return engine().metadata();
  }

  @Override
  public StorageStatistics statistics(int limit) {
    return engine().statistics(limit);
  }

  @Override
  public long corruptions() {
    return engine().corruptions();
  }

  @Override
  public List<StoragePartition> partitions() {
    return engine().partitions();
  }

  @Override
  public void delete(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    engine().delete(matcherSets, fromMs, toMs);
  }

  @Override
  public void cleanTombstones() throws IOException {
    engine().cleanTombstones();
  }

  @Override
  public void snapshot(Path folder, boolean withHead) throws IOException {
    engine().snapshot(folder, withHead);
  }

  /** Not for callers: the host opens and closes engines. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("the host closes storage engines");
  }

  @Override
  public String toString() {
    return Objects.toString(engine, "no storage engine");
  }
}
