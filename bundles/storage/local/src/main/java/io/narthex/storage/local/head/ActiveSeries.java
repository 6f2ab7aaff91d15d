// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.label.Activity;
import io.narthex.storage.local.memory.IntList;
import io.narthex.storage.local.select.ColumnSource;
import io.narthex.storage.local.select.StoredBlock;
import io.narthex.storage.local.tombstone.v1.Tombstones;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which series have a sample within a range, for one question about labels. A question may
 * ask for a million series of a few thousand targets, so that it is decided for a target first: one
 * without a row in the range answers for all its series. The blocks of the others are opened once
 * and kept, as long as they are not too many.
 *
 * <p>Rows that are appended meanwhile may be seen or not. Used by one thread.
 */
public final class ActiveSeries implements Activity, AutoCloseable {

  /** What is opened of a block takes about so many words besides its timestamps. */
  private static final int SOURCE_WORDS = 512;

  /** What is kept open takes so many words at most, 64 MiB. */
  static final long MOST_WORDS = 8 << 20;

  private final Head head;
  private final Tombstones tombstones;
  private final long from;
  private final long to;
  private final long mostWords;
  private final BitSet empty = new BitSet();
  private @Nullable Rows[] known;
  private long words;

  /** What a target has within the range. */
  private record Rows(HeldTarget held, List<ColumnSource> sources) {}

  /**
   * Tells of samples from one timestamp to another, both included.
   *
   * @param mostWords how many words of blocks are kept open before they are let go of
   */
  ActiveSeries(Head head, Tombstones tombstones, long from, long to, long mostWords) {
    this.head = head;
    this.tombstones = tombstones;
    this.from = from;
    this.to = to;
    this.mostWords = mostWords;
    this.known = new Rows[head.targets().length];
  }

  /** Returns whether a series has a sample in the range. */
  @Override
  public boolean test(int series) {
    int first = head.labels().firstTarget(series);
    int[] further = head.labels().furtherTargets(series);
    if (further.length == 0 && empty.get(first)) {
      return false;
    }
    if (tombstones.of(series, from, to) != null) {
      try (HeadSelection selection = head.select(new int[] {series}, from, to)) {
        return selection.next() != null;
      }
    }
    if (isIn(first, series)) {
      return true;
    }
    for (int target : further) {
      if (isIn(target, series)) {
        return true;
      }
    }
    return false;
  }

  private boolean isIn(int number, int series) {
    if (empty.get(number)) {
      return false;
    }
    HeadTarget target = head.target(number);
    int now = target.columnHint(series);
    if (now >= 0) {
      long newest = target.newestTime(now);
      if (newest >= from && newest <= to) {
        return true;
      }
    }
    for (ColumnSource source : sources(target)) {
      int column = source.column(series, now);
      if (column >= 0 && source.hasSample(column)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the series that have a column in a block which reaches into the range, of targets with
   * rows there, ascending; null when the columns are more than some.
   */
  @Override
  public int @Nullable [] few(int most) {
    List<StoredBlock> blocks = new ArrayList<>();
    long columns = 0;
    for (HeadTarget target : head.targets()) {
      for (StoredBlock block : withRows(target)) {
        blocks.add(block);
        columns += block.columns();
      }
      if (columns > most) {
        return null;
      }
    }
    IntList found = new IntList();
    try {
      for (StoredBlock block : blocks) {
        for (int series : block.series()) {
          if (series >= 0) {
            found.add(series);
          }
        }
      }
    } catch (IllegalStateException e) {
      // A damaged list of series; what can be read of its block is told by the test.
      return null;
    }
    return Arrays.stream(found.toArray()).sorted().distinct().toArray();
  }

  /** Returns the blocks of a target that reach into the range, none when it has no rows there. */
  private List<StoredBlock> withRows(HeadTarget target) {
    TargetState state = target.state();
    List<StoredBlock> blocks = new ArrayList<>(state.blocks());
    if (state.open() != null && state.openPieces() > 0) {
      // It is asked for no more than a full one is.
      blocks.add(new FullRows(state.open(), 0));
    }
    blocks.removeIf(block -> block.maxTime() < from || block.minTime() > to);
    boolean any =
        blocks.stream().anyMatch(block -> block.minTime() >= from || block.maxTime() <= to);
    return any || (!blocks.isEmpty() && !sources(target).isEmpty()) ? blocks : List.of();
  }

  private List<ColumnSource> sources(HeadTarget target) {
    int number = target.number();
    known = number < known.length ? known : Arrays.copyOf(known, head.targets().length);
    Rows rows = known[number];
    return rows == null ? open(target) : rows.sources;
  }

  private List<ColumnSource> open(HeadTarget target) {
    if (words > mostWords) {
      close();
    }
    HeldTarget held = HeldTarget.of(target, from, to);
    List<ColumnSource> sources;
    try {
      sources = held.sources(from, to);
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
    if (sources.isEmpty()) {
      held.close();
      empty.set(target.number());
      return sources;
    }
    known[target.number()] = new Rows(held, sources);
    for (ColumnSource source : sources) {
      words += SOURCE_WORDS + source.rowCount();
    }
    return sources;
  }

  /** Lets go of what is open; what is asked afterwards is opened again. */
  @Override
  public void close() {
    words = 0;
    for (int i = 0; i < known.length; i++) {
      Rows rows = known[i];
      if (rows != null) {
        known[i] = null;
        rows.held.close();
      }
    }
  }
}
