// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.storage.RowWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Since when the samples of a row count. A sample is {@link #take}n; {@link #told} is then what is
 * to be stored with it, which {@link #keep} does for a sample of the scrape's own row. Not safe for
 * several threads.
 */
final class RowStarts {

  private StartRules rules;
  private final StartZeros zeros = new StartZeros();

  /** The samples of the scrape's own row that are stored with a start time. */
  private int[] entries = new int[0];

  private long[] times = new long[0];
  private int count;
  private long told;

  RowStarts(StartRules rules) {
    this.rules = rules;
  }

  /** Takes new rules, between scrapes. */
  void rules(StartRules next) {
    rules = next;
  }

  /**
   * Takes a sample.
   *
   * @param sampleMs the sample's time
   * @param startMs since when it counts, or 0 when the target does not say
   * @param histogram the sample when it is a histogram
   */
  void take(int entry, long sampleMs, long startMs, @Nullable Histogram histogram) {
    told = rules.stored() ? startMs : 0;
    if (rules.zeros() && startMs != 0) {
      zeros.take(entry, startMs, sampleMs, histogram);
    }
  }

  /** Returns since when the sample counts that was taken last, or 0 when that is not stored. */
  long told() {
    return told;
  }

  /** Keeps what is told of the sample that was taken last, which is of the scrape's own row. */
  void keep(int entry) {
    if (told == 0) {
      return;
    }
    if (count == entries.length) {
      int size = Math.max(64, count + (count >> 1));
      entries = Arrays.copyOf(entries, size);
      times = Arrays.copyOf(times, size);
    }
    entries[count] = entry;
    times[count++] = told;
  }

  /** Forgets an entry, whose number will be given again. */
  void forget(int entry) {
    zeros.forget(entry);
  }

  /** Forgets what belongs to one scrape. */
  void clear() {
    zeros.clear();
    count = 0;
  }

  /** Writes the zeros, in rows of their own, before the samples themselves are written. */
  void writeZeros(RowWriter out, SeriesTable table) {
    zeros.write(out, table);
  }

  /** Writes what belongs into the scrape's own row, which has begun. */
  void writeOwnRow(RowWriter out, SeriesTable table) {
    for (int i = 0; i < count; i++) {
      int column = table.column(entries[i]);
      if (column >= 0) {
        out.startTimestamp(column, times[i]);
      }
    }
  }
}
