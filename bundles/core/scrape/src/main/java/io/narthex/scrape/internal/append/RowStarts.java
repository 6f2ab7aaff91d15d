// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.model.SpecialValues;
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
  private final SynthesizedStarts synthesized = new SynthesizedStarts();

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

  StartRules rules() {
    return rules;
  }

  /** Says which family the lines that follow are of, and its type, or null when it is not said. */
  void family(String name, @Nullable MetricType type) {
    synthesized.family(name, type);
  }

  /** Takes a new entry, by the labels under which it is stored. */
  void add(int entry, Labels stored) {
    if (rules.synthesized()) {
      synthesized.add(entry, stored.metricName());
    }
  }

  /**
   * Takes a sample.
   *
   * @param value its value, or the absent one in place of a histogram that is taken by itself
   * @param sampleMs the sample's time
   * @param startMs since when it counts, or 0 when the target does not say
   * @return the value to store, or the absent one
   */
  double take(int entry, double value, long sampleMs, long startMs) {
    told = 0;
    if (!rules.any() || SpecialValues.isAbsent(value)) {
      return value;
    }
    double taken = isMadeUp(entry, startMs) ? synthesized.take(entry, value, sampleMs) : value;
    if (!SpecialValues.isAbsent(taken)) {
      note(entry, sampleMs, startMs, null);
    }
    return taken;
  }

  /** Returns what a histogram is to be stored as, before it is {@link #note}d; or null. */
  @Nullable Histogram rebased(int entry, Histogram histogram, long sampleMs, long startMs) {
    return isMadeUp(entry, startMs) ? synthesized.take(entry, histogram, sampleMs) : histogram;
  }

  private boolean isMadeUp(int entry, long startMs) {
    if (startMs != 0) {
      synthesized.lose(entry);
    }
    return rules.synthesized() && startMs == 0;
  }

  /** Notes since when a sample counts that is stored. */
  void note(int entry, long sampleMs, long startMs, @Nullable Histogram histogram) {
    long start = startMs == 0 ? synthesized.since(entry) : startMs;
    synthesized.stored(entry);
    told = rules.stored() ? start : 0;
    if (rules.zeros() && start != 0) {
      zeros.take(entry, start, sampleMs, histogram);
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

  /** Says that a sample of an entry was refused. */
  void refused(int entry) {
    synthesized.lose(entry);
  }

  /** Returns whether no sample of an entry was stored yet, so that it cannot end either. */
  boolean isUnstored(int entry) {
    return synthesized.isUnstored(entry);
  }

  /** Forgets an entry, whose number will be given again. */
  void forget(int entry) {
    zeros.forget(entry);
    synthesized.forget(entry);
  }

  /** Forgets all entries. */
  void forgetAll() {
    zeros.forgetAll();
    synthesized.forgetAll();
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
