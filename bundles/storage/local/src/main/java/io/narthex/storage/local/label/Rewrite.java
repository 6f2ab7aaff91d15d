// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import io.narthex.storage.local.label.v2.LabelLog;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes a catalog anew, without what went: {@link #copy} while series are still added to the old
 * one, then {@link #finish} while none are. Numbers of series that went are free afterwards.
 */
final class Rewrite implements AutoCloseable {

  private static final int FLUSHED_BYTES = 1 << 20;

  private final PairTable oldPairs;
  private final SeriesTable oldSeries;
  private final TargetTable targets;
  private final PairTable pairs = new PairTable();
  private final SeriesTable series = new SeriesTable(pairs);
  private final Catalog.Writer writer;
  private int[] renumbered = new int[0];
  private int[] of = new int[64];
  private int copied;

  /** Begins to write to a fresh log. */
  Rewrite(LabelLog log, PairTable oldPairs, SeriesTable oldSeries, TargetTable targets) {
    this.oldPairs = oldPairs;
    this.oldSeries = oldSeries;
    this.targets = targets;
    this.writer = new Catalog.Writer(pairs, series, 0, log);
    series.filling();
  }

  PairTable pairs() {
    return pairs;
  }

  SeriesTable series() {
    return series;
  }

  Catalog.Writer writer() {
    return writer;
  }

  /** Copies the series that are there now. */
  void copy() throws IOException {
    int until = oldSeries.addedCount();
    int known = renumbered.length;
    renumbered = Arrays.copyOf(renumbered, oldPairs.count());
    Arrays.fill(renumbered, known, renumbered.length, -1);
    for (; copied < until; copied++) {
      int number = oldSeries.addedAt(copied);
      if (number >= 0 && oldSeries.isLive(number)) {
        LabelCursor cursor = oldSeries.cursor(number);
        of = of.length < cursor.size() ? new int[cursor.size()] : of;
        for (int i = 0; cursor.next(); i++) {
          of[i] = renumbered(cursor.pair());
        }
        writer.put(number, targets.first(number), of, cursor.size());
        if (writer.log().pendingBytes() > FLUSHED_BYTES) {
          writer.log().flush();
        }
      }
    }
    series.counted();
    writer.log().flush();
    writer.log().force();
  }

  private int renumbered(int pair) {
    if (renumbered[pair] < 0) {
      renumbered[pair] = writer.pair(oldPairs.name(pair), oldPairs.value(pair));
    }
    return renumbered[pair];
  }

  /** Copies what came meanwhile, and all that is not series. */
  void finish() throws IOException {
    copy();
    series.reserve(oldSeries.end());
    series.filled();
    for (Labels target : targets.all()) {
      writer.target(target);
    }
    for (int number : targets.inSeveral()) {
      for (int target : targets.further(number)) {
        writer.also(number, target);
      }
    }
    oldSeries.free().all().forEach(writer::free);
    oldSeries.removed().stream().forEach(writer::free);
    writer.log().flush();
    writer.log().force();
  }

  @Override
  public void close() throws IOException {
    writer.log().close();
  }
}
