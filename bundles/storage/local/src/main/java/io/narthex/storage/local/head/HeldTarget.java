// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.row.v1.RowBlockSource;
import io.narthex.storage.local.select.ColumnSource;
import io.narthex.storage.local.select.StoredBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The blocks of a target as they were at one moment, held until this is closed. */
final class HeldTarget implements AutoCloseable {

  private final HeadTarget target;
  private final List<StoredBlock> blocks;
  private final @Nullable RowBlock open;
  private final int openPieces;

  private HeldTarget(
      HeadTarget target, List<StoredBlock> blocks, @Nullable RowBlock open, int openPieces) {
    this.target = target;
    this.blocks = blocks;
    this.open = open;
    this.openPieces = openPieces;
  }

  /** Holds what the target has within a range now. */
  static HeldTarget of(HeadTarget target, long from, long to) {
    while (true) {
      TargetState state = target.state();
      List<StoredBlock> held = new ArrayList<>();
      boolean whole = true;
      for (StoredBlock block : state.blocks()) {
        if (block.maxTime() >= from && block.minTime() <= to) {
          if (!block.hold()) {
            whole = false;
            break;
          }
          held.add(block);
        }
      }
      RowBlock open = state.openPieces() > 0 ? state.open() : null;
      if (open != null && (open.maxTime() < from || open.minTime() > to)) {
        open = null;
      }
      if (whole && (open == null || open.hold())) {
        return new HeldTarget(target, held, open, state.openPieces());
      }
      // A block was replaced meanwhile; the state has changed, too.
      held.forEach(StoredBlock::release);
    }
  }

  HeadTarget target() {
    return target;
  }

  boolean isEmpty() {
    return blocks.isEmpty() && open == null;
  }

  /** Returns the sources with rows in a range, oldest block first. */
  List<ColumnSource> sources(long from, long to) {
    return sources(from, to, new HashSet<>(0));
  }

  /**
   * Returns the sources with rows in a range, oldest block first.
   *
   * @param damage gets what could not be read
   */
  List<ColumnSource> sources(long from, long to, Set<String> damage) {
    List<ColumnSource> sources = new ArrayList<>(blocks.size() + 1);
    for (StoredBlock block : blocks) {
      ColumnSource source = block.source(from, to);
      if (source != null) {
        sources.add(source);
      } else {
        String text = block.damage();
        if (text != null) {
          damage.add(text);
        }
      }
    }
    if (open != null) {
      ColumnSource source = new RowBlockSource(open, openPieces, from, to);
      if (source.rowCount() > 0) {
        sources.add(source);
      }
    }
    return sources;
  }

  /** Returns the newest sample of a series, or null when it has none here. */
  @Nullable Newest newest(int series) {
    return new NewestLookup(new TargetState(blocks, open, openPieces))
        .find(series, target.columnHint(series));
  }

  @Override
  public void close() {
    blocks.forEach(StoredBlock::release);
    if (open != null) {
      open.release();
    }
  }
}
