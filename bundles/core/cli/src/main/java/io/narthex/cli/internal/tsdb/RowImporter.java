// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.blocks.SampleCursor;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Turns series into rows of targets: samples of one target at the same time make one row. */
final class RowImporter {

  /** So many samples are committed at a time. */
  private static final int COMMIT_SAMPLES = 50_000;

  private final StorageEngine engine;
  private final Consumer<String> refusals;
  private long stored;
  private long refused;

  /**
   * Writes to an engine.
   *
   * @param refusals is told why samples were not taken, the first few of each append
   */
  RowImporter(StorageEngine engine, Consumer<String> refusals) {
    this.engine = engine;
    this.refusals = refusals;
  }

  /** Returns how many samples were taken. */
  long stored() {
    return stored;
  }

  /** Returns how many samples were refused. */
  long refused() {
    return refused;
  }

  /** Imports series, a target after the other. */
  void importAll(List<SeriesSource> series) throws IOException {
    Map<Labels, List<SeriesSource>> targets = new LinkedHashMap<>();
    for (SeriesSource one : series) {
      targets.computeIfAbsent(one.target(), target -> new ArrayList<>()).add(one);
    }
    for (Map.Entry<Labels, List<SeriesSource>> target : targets.entrySet()) {
      try (RowWriter writer = engine.writer(target.getKey())) {
        importTarget(writer, target.getValue());
      }
    }
  }

  /** A series that has a sample left. */
  private record Pending(int column, SampleCursor samples) {
    long timestampMs() {
      return samples.timestampMs();
    }
  }

  private void importTarget(RowWriter writer, List<SeriesSource> series) throws IOException {
    PriorityQueue<Pending> pending =
        new PriorityQueue<>(Comparator.comparingLong(Pending::timestampMs));
    for (SeriesSource one : series) {
      if (one.samples().next()) {
        pending.add(new Pending(writer.column(one.labels()), one.samples()));
      }
    }
    int uncommitted = 0;
    while (!pending.isEmpty()) {
      long time = pending.element().timestampMs();
      writer.row(time);
      while (!pending.isEmpty() && pending.element().timestampMs() == time) {
        Pending next = pending.remove();
        set(writer, next);
        uncommitted++;
        if (next.samples().next()) {
          pending.add(next);
        }
      }
      if (uncommitted >= COMMIT_SAMPLES) {
        commit(writer);
        uncommitted = 0;
      }
    }
    commit(writer);
  }

  private static void set(RowWriter writer, Pending pending) {
    SampleCursor samples = pending.samples();
    if (samples.isHistogram()) {
      writer.setHistogram(pending.column(), samples.histogram());
    } else {
      writer.set(pending.column(), samples.value());
    }
    if (samples.startTimestampMs() != 0) {
      writer.startTimestamp(pending.column(), samples.startTimestampMs());
    }
  }

  private void commit(RowWriter writer) {
    CommitResult result = writer.commit();
    stored += result.stored();
    refused += result.refused();
    for (CommitResult.Refusal refusal : result.refusals()) {
      refusals.accept(
          refusal.series() + " at " + refusal.timestampMs() + ": " + refusal.reason().text());
    }
  }
}
