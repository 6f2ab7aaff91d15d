// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.SpecialValues;
import java.util.BitSet;

/**
 * Which entries of a table are alive: a stale marker must tell when they end. After a good scrape
 * these are the series that it had without timestamps of their own. After one that failed they are,
 * as upstream, the series that stood before the fault: no sample of them is stored, but they have
 * not ended either. Not safe for several threads.
 */
final class AliveSeries {

  private final SeriesTable table;
  private final RowStarts starts;
  private final BitSet afterFault = new BitSet();
  private boolean faulty;

  /** The pass of the last good scrape. */
  private int lastGood;

  AliveSeries(SeriesTable table, RowStarts starts) {
    this.table = table;
    this.starts = starts;
  }

  /** Returns whether an entry is alive as of the last scrape that has ended. */
  boolean contains(int entry, ScrapeRules rules) {
    return faulty ? afterFault.get(entry) : isTracked(entry, lastGood, rules);
  }

  private boolean isTracked(int entry, int pass, ScrapeRules rules) {
    return !starts.isUnstored(entry)
        && (rules.trackTimestampsStaleness() || !table.wasExplicit(entry, pass));
  }

  /** Ends a good scrape: all entries of the table are those that it had. */
  void good() {
    lastGood = table.pass();
    faulty = false;
    afterFault.clear();
  }

  /**
   * Ends a scrape that failed: marks the series that were alive as ended, but for some.
   *
   * @param standing the known entries that stood before the fault; they are alive from now on
   * @param columns the row without values, which takes the markers
   */
  void end(BitSet standing, RowColumns columns, ScrapeRules rules) {
    set(columns, entries(rules), SpecialValues.STALE);
    faulty = true;
    afterFault.clear();
    for (int entry = standing.nextSetBit(0); entry >= 0; entry = standing.nextSetBit(entry + 1)) {
      afterFault.set(entry, isTracked(entry, table.pass(), rules));
    }
    // Last, because lines that differ only in what relabelling takes away share a column.
    set(columns, afterFault, SpecialValues.ABSENT);
  }

  private BitSet entries(ScrapeRules rules) {
    if (faulty) {
      return afterFault;
    }
    BitSet all = new BitSet();
    for (int entry = 0; entry < table.bound(); entry++) {
      if (table.isLive(entry) && table.column(entry) >= 0 && isTracked(entry, lastGood, rules)) {
        all.set(entry);
      }
    }
    return all;
  }

  private void set(RowColumns columns, BitSet entries, double value) {
    entries.stream().forEach(entry -> columns.set(table.column(entry), value));
  }

  /** Forgets all; none is alive. */
  void clear() {
    faulty = true;
    afterFault.clear();
  }
}
