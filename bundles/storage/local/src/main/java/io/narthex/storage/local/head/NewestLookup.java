// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.row.v1.RowBlockSource;
import io.narthex.storage.local.select.ColumnSource;
import io.narthex.storage.local.select.StoredBlock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest samples of many series of a target, from its newest block backwards. Made for
 * the swarm of look-ups when a target's series come back after a restart: a block is opened once
 * for all of them.
 */
final class NewestLookup {

  private static final ColumnSource[] NONE = {};

  private final TargetState state;
  private final List<Entry> entries;

  /** A block, opened when it is first needed. */
  private static final class Entry {

    private final @Nullable StoredBlock block;
    private final long maxTime;
    private ColumnSource @Nullable [] opened;

    Entry(@Nullable StoredBlock block, long maxTime, ColumnSource @Nullable [] opened) {
      this.block = block;
      this.maxTime = maxTime;
      this.opened = opened;
    }

    ColumnSource[] open() {
      ColumnSource[] now = opened;
      if (now == null) {
        ColumnSource source = block == null ? null : block.source(Long.MIN_VALUE, Long.MAX_VALUE);
        now = source == null ? NONE : new ColumnSource[] {source};
        opened = now;
      }
      return now;
    }
  }

  /** A look-up in a state whose blocks are held, or cannot go while this is used. */
  NewestLookup(TargetState state) {
    this.state = state;
    this.entries = new ArrayList<>(state.blocks().size() + 1);
    RowBlock open = state.open();
    if (open != null && state.openPieces() > 0) {
      ColumnSource source =
          new RowBlockSource(open, state.openPieces(), Long.MIN_VALUE, Long.MAX_VALUE);
      entries.add(new Entry(null, open.maxTime(), new ColumnSource[] {source}));
    }
    for (int i = state.blocks().size() - 1; i >= 0; i--) {
      entries.add(new Entry(state.blocks().get(i), state.blocks().get(i).maxTime(), null));
    }
  }

  /** Returns the state that it looks in. */
  TargetState state() {
    return state;
  }

  /** Returns the newest sample of a series, or null when it has none. */
  @Nullable Newest find(int series, int hint) {
    Newest newest = null;
    for (Entry entry : entries) {
      if (newest != null && newest.time() >= entry.maxTime) {
        continue;
      }
      for (ColumnSource source : entry.open()) {
        int column = source.column(series, hint);
        Newest here = column < 0 ? null : newest(source, column);
        if (here != null && (newest == null || here.time() > newest.time())) {
          newest = here;
        }
      }
    }
    return newest;
  }

  private static @Nullable Newest newest(ColumnSource source, int column) {
    int rows = source.rowCount();
    double[] values = new double[rows];
    source.values(column, values, 0);
    @Nullable Histogram[] histograms = new Histogram[0];
    if (source.kind(column) != SeriesBatch.Kind.FLOATS) {
      histograms = new Histogram[rows];
      source.histograms(column, histograms, 0);
    }
    for (int row = rows - 1; row >= 0; row--) {
      if (!SpecialValues.isAbsent(values[row])) {
        return new Newest(source.timestamps()[row], Double.doubleToRawLongBits(values[row]));
      }
      if (histograms.length > 0 && histograms[row] != null) {
        return new Newest(source.timestamps()[row], ColumnTable.HISTOGRAM_BITS);
      }
    }
    return null;
  }
}
