// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The series of a target from their first line to their end: what is new gets a column when the
 * scrape has ended; what is gone is marked as ended and gives its column back. Used by one thread
 * at a time.
 */
final class TargetSeries {

  /** How many more entries there may be than twice those of the last good scrape; upstream's. */
  private static final int SPARE = 1000;

  private final SeriesTable table = new SeriesTable();
  private final AliveSeries alive;
  private final List<PendingSeries> pending = new ArrayList<>(0);
  private final SeriesKeys keys;
  private final RowColumns columns;
  private final RowStarts starts;

  /** How many series there are that no rule drops. */
  private int count;

  /** How many entries there were after the last good scrape. */
  private int goodSize;

  TargetSeries(SeriesKeys keys, RowColumns columns, RowStarts starts) {
    this.keys = keys;
    this.columns = columns;
    this.starts = starts;
    this.alive = new AliveSeries(table, starts);
  }

  SeriesTable table() {
    return table;
  }

  /** Returns how many series there are that no rule drops. */
  int count() {
    return count;
  }

  /** Forgets everything; nothing is marked as ended. */
  void clear() {
    table.clear();
    keys.clear();
    count = 0;
    alive.clear();
    starts.forgetAll();
    columns.reset();
  }

  /** Takes every line as new from now on, because labels change. */
  void forgetLines() {
    keys.clear();
    table.clearOrder();
  }

  /** Adds a series that relabelling drops; returns its entry. */
  int addDropped() {
    int entry = table.add();
    table.meet(entry);
    table.column(entry, SeriesTable.DROPPED);
    return entry;
  }

  /** Adds a series; returns its entry, which must be {@link #pend}ed then. */
  int add(Labels labels) {
    int entry = table.add();
    table.meet(entry);
    count++;
    starts.add(entry, labels);
    return entry;
  }

  /**
   * Keeps a new series until the scrape has ended.
   *
   * @param value its value, or the absent one when it has a timestamp of its own or is a histogram
   */
  void pend(int entry, Labels labels, double value) {
    pending.add(new PendingSeries(entry, labels, value));
  }

  /**
   * Ends a good scrape.
   *
   * @return how many values of new series were refused, because their column has another one
   * @throws LimitExceededException when the engine takes no further series
   */
  int good(RowWriter out, ScrapeRules rules) {
    int refused = 0;
    try {
      for (PendingSeries series : pending) {
        int column = place(series, out);
        if (!SpecialValues.isAbsent(series.value())) {
          refused += columns.put(column, series.value());
        }
      }
    } catch (LimitExceededException e) {
      // None of them may take the place of a series that has samples.
      pending.forEach(series -> forget(series.entry(), out));
      throw e;
    } finally {
      pending.clear();
    }
    endUnseen(out, rules);
    table.keepOrder();
    goodSize = table.size();
    alive.good();
    return refused;
  }

  /** Asks for the column of a new series. */
  private int place(PendingSeries series, RowWriter out) {
    int column = columns.use(out.column(series.labels()));
    table.column(series.entry(), column);
    return column;
  }

  /** Marks what was there in the last good scrape and is not in this one, and forgets it. */
  private void endUnseen(RowWriter out, ScrapeRules rules) {
    if (!table.anyUnseen()) {
      return;
    }
    for (int entry = 0; entry < table.bound(); entry++) {
      if (table.isLive(entry) && !table.isSeen(entry)) {
        int column = table.column(entry);
        // A line that only changed its text may have given the column its value already.
        if (column >= 0 && alive.contains(entry, rules) && columns.isAbsent(column)) {
          columns.set(column, SpecialValues.STALE);
        }
        forget(entry, out);
      }
    }
  }

  private void forget(int entry, @Nullable RowWriter out) {
    int column = table.column(entry);
    keys.remove(entry);
    table.remove(entry);
    starts.forget(entry);
    if (column != SeriesTable.DROPPED) {
      count--;
    }
    if (column >= 0 && columns.leave(column) && out != null) {
      out.release(column);
    }
  }

  /**
   * Ends a scrape that failed. As upstream, series that were alive are marked as ended, but for
   * those that stood before the fault; and those among them that were new are known from now on, so
   * that they end when the next scrape lacks them.
   *
   * @param standing the entries that stood before the fault
   * @return whether what earlier failed scrapes had brought was forgotten, being too much
   */
  boolean failed(BitSet standing, @Nullable RowWriter out, ScrapeRules rules) {
    for (PendingSeries series : pending) {
      if (out == null || !standing.get(series.entry()) || !isPlaced(series, out)) {
        standing.clear(series.entry());
        forget(series.entry(), out);
      }
    }
    pending.clear();
    columns.clear();
    alive.end(standing, columns, rules);
    boolean full = table.size() > 2 * goodSize + SPARE && table.anyUnseen();
    if (full) {
      forgetUnseen(out);
    }
    return full;
  }

  private boolean isPlaced(PendingSeries series, RowWriter out) {
    try {
      place(series, out);
      return true;
    } catch (LimitExceededException e) {
      return false;
    }
  }

  /**
   * Forgets what this scrape has not met, so that a target whose series vary while its scrapes fail
   * does not fill the memory; it was marked as ended.
   */
  private void forgetUnseen(@Nullable RowWriter out) {
    for (int entry = 0; entry < table.bound(); entry++) {
      if (table.isLive(entry) && !table.isSeen(entry)) {
        forget(entry, out);
      }
    }
    table.clearOrder();
  }

  /** Marks all series as ended. */
  void endAll(ScrapeRules rules) {
    alive.end(new BitSet(), columns, rules);
  }
}
