// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.RowWriter;
import java.util.Arrays;

/**
 * The columns of the series that each scrape writes about itself, which get theirs with the first
 * value. Not safe for several threads.
 */
final class ReportColumns {

  private final RowColumns columns;
  private final int[] column = new int[ReportSeries.values().length];

  ReportColumns(RowColumns columns) {
    this.columns = columns;
    forget();
  }

  /** Forgets the columns, because there is another writer. */
  void forget() {
    Arrays.fill(column, -1);
  }

  /** Sets the value of a series. */
  void put(ReportSeries series, double value, SampleLabels labels, RowWriter out) {
    int at = column[series.ordinal()];
    if (at < 0) {
      at = columns.use(out.column(labels.report(series.metric())));
      column[series.ordinal()] = at;
    }
    // As upstream, a series of the target's own by that name wins.
    if (columns.isAbsent(at)) {
      columns.set(at, value);
    }
  }

  /** Marks the series as ended. */
  void end() {
    for (int at : column) {
      if (at >= 0) {
        columns.set(at, SpecialValues.STALE);
      }
    }
  }
}
