// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.promql.script.internal.ScriptCommand.Load;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the series of a {@code load} command to a storage. */
final class Loader {

  private final StorageEngine storage;

  Loader(StorageEngine storage) {
    this.storage = storage;
  }

  /** Loads; returns what went wrong, or null. */
  @Nullable Mismatch load(Load load) {
    try (RowWriter writer = storage.writer(Labels.empty())) {
      ClassicHistograms classic = new ClassicHistograms();
      for (LoadedSeries series : load.series()) {
        write(writer, series, load.stepMs());
        if (load.withCustomBuckets()) {
          classic.add(series.series());
        }
      }
      for (Map.Entry<Labels, Map<Integer, Histogram>> entry : classic.convert().entrySet()) {
        int column = writer.column(entry.getKey());
        entry
            .getValue()
            .forEach(
                (step, histogram) -> {
                  writer.row(step * load.stepMs());
                  writer.setHistogram(column, histogram);
                });
      }
      CommitResult result = writer.commit();
      if (result.refused() > 0) {
        CommitResult.Refusal first = result.refusals().getFirst();
        return new Mismatch(
            "samples newer than what is loaded",
            first.reason().text() + " " + first.series() + " @[" + first.timestampMs() + ']');
      }
      return null;
    } catch (IllegalArgumentException e) {
      return new Mismatch("series that can be loaded", String.valueOf(e.getMessage()));
    }
  }

  private static void write(RowWriter writer, LoadedSeries loaded, long stepMs) {
    int column = writer.column(loaded.series().labels());
    List<ScriptValue> values = loaded.series().values();
    long[] starts = loaded.startOffsetsMs();
    for (int i = 0; i < values.size(); i++) {
      ScriptValue value = values.get(i);
      if (value.omitted()) {
        continue;
      }
      long time = i * stepMs;
      writer.row(time);
      Histogram histogram = value.histogram();
      if (histogram == null) {
        writer.set(column, value.value());
      } else {
        writer.setHistogram(column, histogram);
      }
      if (starts.length > 0 && starts[i] != LoadedSeries.NO_START) {
        writer.startTimestamp(column, time + starts[i]);
      }
    }
  }
}
