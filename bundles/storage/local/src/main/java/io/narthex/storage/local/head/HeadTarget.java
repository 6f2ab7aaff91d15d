// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.StorageException;
import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.select.StoredBlock;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A target: its columns, its newest rows, and the blocks that are finished. See the package for who
 * may do what.
 *
 * <p>A block of rows is finished when it holds about {@link HeadSettings#blockRows} samples for
 * each column that has a writer, or very many pieces: columns of series that ended do not make it
 * longer. Between two blocks the columns that no writer uses are freed; within a block a column
 * belongs to one series.
 */
final class HeadTarget {

  private static final int MAX_PIECES = 1024;

  private final Head head;
  private final int number;
  private final ReentrantLock lock = new ReentrantLock();
  private final ColumnTable columns = new ColumnTable();
  private final SeriesColumns seriesColumns;
  private final TargetLimit limit;
  private volatile TargetState state = TargetState.EMPTY;

  private final TargetShares shares;

  private @Nullable NewestLookup lookup;
  private @Nullable RowBlock open;
  private final TargetLog log;
  private long nextPiece;
  private boolean broken;
  // Blocks of many targets that began together should not be finished together, nor all be nearly
  // full at some moments, which takes half as much memory again as when they are so by turns.
  private double fullAt;

  HeadTarget(Head head, int number) {
    this.head = head;
    this.number = number;
    this.seriesColumns = new SeriesColumns(head, number);
    this.log = new TargetLog(number);
    this.shares = new TargetShares(head, columns);
    this.limit = new TargetLimit(head.settings().maxSeriesPerTarget());
    this.fullAt = 0.125 + 0.875 * ((number * 0.6180339887) % 1);
  }

  int number() {
    return number;
  }

  TargetState state() {
    return state;
  }

  /** Returns the column of a series as far as one is assigned, else -1; a hint for readers. */
  int columnHint(int series) {
    return seriesColumns.of(series);
  }

  /**
   * Returns the timestamp of the newest sample in a column; read without the lock, so that it may
   * be that of an append that is about to end.
   */
  long newestTime(int column) {
    return columns.timeIfThere(column);
  }

  /** Returns the column of a series for one more writer; it gets one when it has none. */
  int use(Labels labels) {
    lock.lock();
    try {
      head.checkOpen();
      checkLimit(labels);
      int named = head.labels().series(labels, number);
      boolean isNew = named < 0;
      int series = isNew ? -1 - named : named;
      int column = columnHint(series);
      if (column < 0) {
        column = assign(series, isNew);
      }
      columns.addUser(column);
      return column;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses a series that has no column when there are too many. */
  private void checkLimit(Labels labels) {
    RowBlock block = open;
    if (block == null || columns.inUse() < head.settings().maxSeriesPerTarget()) {
      return;
    }
    int known = head.labels().find(labels);
    if (known < 0 || columnHint(known) < 0) {
      limit.check(
          head.labels().targets().get(number),
          columns.inUse(),
          block.columns(),
          c -> block.series(c) < 0 ? null : labelsOf(c));
    }
  }

  private int assign(int series, boolean isNew) {
    RowBlock block = open == null ? beginBlock(new int[0]) : open;
    int column = columns.take();
    block.setSeries(column, series);
    seriesColumns.set(series, column);
    log.add(column, series);
    if (!isNew) {
      boolean several = head.labels().furtherTargets(series).length > 0;
      Newest newest = several ? head.samples().newest(series) : lookup().find(series, column);
      if (newest != null) {
        columns.set(column, newest.time(), newest.bits());
      }
      if (several) {
        head.share(series);
        takeShares();
      }
    }
    return column;
  }

  /** Returns what finds the newest samples; under the lock the present blocks cannot go. */
  NewestLookup lookup() {
    NewestLookup now = lookup;
    if (now == null || now.state() != state) {
      now = new NewestLookup(state);
      lookup = now;
    }
    return now;
  }

  /** Tells the target that a series of it is also in another one. Safe from any thread. */
  void share(int series) {
    shares.add(series);
  }

  /** Marks the columns of shared series and notes their newest samples; under the lock. */
  void takeShares() {
    shares.take(this::columnHint);
  }

  /** Returns what is known of a column's series when it is in several targets, else null. */
  @Nullable SharedSeries shared(int column) {
    return columns.isShared(column) ? head.shared(seriesOf(column)) : null;
  }

  private int seriesOf(int column) {
    return Objects.requireNonNull(open, "a column has a block").series(column);
  }

  Labels labelsOf(int column) {
    return head.labels().labels(seriesOf(column));
  }

  /** Returns the labels of a column that a writer uses. */
  Labels labels(int column) {
    lock.lock();
    try {
      head.checkOpen();
      return labelsOf(column);
    } finally {
      lock.unlock();
    }
  }

  @Nullable Double floatAt(int column, long timestamp) {
    return head.samples().floatAt(seriesOf(column), timestamp);
  }

  @Nullable Histogram histogramAt(int column, long timestamp) {
    return head.samples().histogramAt(seriesOf(column), timestamp);
  }

  /**
   * Adds exemplars by their columns.
   *
   * @throws StorageException when the labels of their series could not be logged; none is added
   */
  void exemplars(List<LocalRowWriter.SetExemplar> all) {
    lock.lock();
    try {
      head.checkOpen();
      // An append without samples has logged nothing.
      head.labels().flush();
      for (LocalRowWriter.SetExemplar set : all) {
        head.notes().exemplars().add(seriesOf(set.column()), set.exemplar());
      }
      head.notes().exemplars().flush();
    } catch (IOException e) {
      throw head.unwritable(e);
    } finally {
      lock.unlock();
    }
  }

  void metadata(MetricMetadata metadata) {
    head.notes().metadata().put(number, metadata);
  }

  /** One writer less uses a column. */
  void unuse(int column) {
    lock.lock();
    try {
      columns.removeUser(column);
      if (columns.isEmpty(column)) {
        head.emptied();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Begins a block with the columns of the one before, without those that nobody uses. */
  private RowBlock beginBlock(int[] layout) {
    for (int c = 0; c < layout.length; c++) {
      if (layout[c] >= 0 && !columns.isUsed(c)) {
        seriesColumns.set(layout[c], -1);
        layout[c] = -1;
        columns.free(c);
      }
    }
    if (columns.used() == 0) {
      // A target that is gone keeps nothing of the many columns that it may have had.
      columns.clear();
      return beginBlockAs(new int[0]);
    }
    return beginBlockAs(layout);
  }

  private RowBlock beginBlockAs(int[] layout) {
    RowBlock block = new RowBlock(head.pool(), layout, layout.length, nextPiece);
    columns.beginBlock();
    open = block;
    log.beginBlock();
    return block;
  }

  /** Ends the open block, when it has rows, and begins the next one. */
  private void nextBlock(RowBlock block) {
    if (block.pieces() == 0) {
      block.release();
    } else {
      // Blocks must reach the chunk files in their order, or a restart would take the log's rows
      // of the earlier one for stored.
      ChunkBlock chunk = state.isWaiting() ? null : head.store(this, block);
      state = state.finished(chunk == null ? new FullRows(block, log.segment()) : chunk);
      if (chunk != null) {
        block.release();
      }
    }
    fullAt = 1;
    beginBlock(block.layout());
  }

  /** Tries again to store blocks that could not be stored. */
  void storeWaiting() {
    if (!state.isWaiting()) {
      return;
    }
    lock.lock();
    try {
      List<FullRows> before = state.waiting();
      state = state.stored(full -> head.store(this, full.rows()));
      before.removeAll(state.waiting());
      before.forEach(FullRows::release);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stores the open block when the log knows it since before a segment. One without rows begins
   * anew when writers have left it, since the target may never append again.
   *
   * @return the first segment of the log that is still needed for this target
   */
  long storeBefore(long segment) {
    lock.lock();
    try {
      RowBlock block = open;
      if (block != null
          && (block.pieces() > 0
              ? log.isLogged() && log.segment() < segment
              : columns.used() < columns.inUse())) {
        nextBlock(block);
      }
      return Math.min(log.neededSegment(), state.neededSegment());
    } finally {
      lock.unlock();
    }
  }

  /** Takes over the blocks that the chunk files hold, at start. */
  void load(List<ChunkBlock> blocks) {
    for (ChunkBlock block : blocks) {
      nextPiece = Math.max(nextPiece, block.endPiece());
    }
    state = TargetState.EMPTY.withBlocks(blocks);
  }

  /** Puts other blocks in the place of some. */
  void replace(List<ChunkBlock> gone, List<ChunkBlock> fresh) {
    lock.lock();
    try {
      state = state.replaced(gone, fresh);
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(RowBlock block) {
    double rows = fullAt * head.settings().blockRows();
    // A row is a piece at least: a block is not cut short while most writers are gone for a moment.
    return block.pieces() >= MAX_PIECES
        || (block.pieces() >= rows && block.samples() >= rows * Math.max(1, columns.used()));
  }

  /**
   * Appends the rows of a scratch.
   *
   * @throws StorageException when they could not be logged; nothing has changed then
   */
  CommitResult commit(Scratch scratch) {
    lock.lock();
    try {
      head.checkOpen();
      takeShares();
      RowBlock block = open;
      if (block == null) {
        beginBlock(new int[0]);
      } else if (broken || isFull(block)) {
        nextBlock(block);
        broken = false;
      }
      RowEncoder encoder = new RowEncoder(this, columns, scratch, head.appendBounds());
      lookup = null;
      try {
        encoder.encode();
      } catch (RuntimeException e) {
        undo(scratch);
        throw e;
      }
      if (scratch.pieces.pieces() > 0) {
        log(scratch, encoder.written());
        publish(scratch, encoder.written());
      }
      return encoder.result();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when no append is at work. */
  void awaitAppend() {
    lock.lock();
    lock.unlock();
  }

  private void log(Scratch scratch, int samples) {
    RowBlock block = Objects.requireNonNull(open, "open");
    try {
      head.labels().flush();
      log.append(head.wal(), block, nextPiece, scratch, samples);
    } catch (IOException e) {
      undo(scratch);
      throw head.unwritable(e);
    }
  }

  private void undo(Scratch scratch) {
    for (int i = scratch.undos - 1; i >= 0; i--) {
      columns.set(scratch.undoColumns[i], scratch.undoTimes[i], scratch.undoBits[i]);
    }
    // Columns may be marked as known to the block though their value was not logged.
    broken = true;
  }

  private void publish(Scratch scratch, int samples) {
    RowBlock block = Objects.requireNonNull(open, "open");
    block.append(
        scratch.pieces.words(), 0, scratch.pieces.size(), scratch.pieces.pieces(), samples);
    nextPiece += scratch.pieces.pieces();
    shares.note(scratch, block::series);
    head.appended(block.maxTime());
    state = state.withOpen(block);
  }

  /**
   * Takes their columns from series that no writer uses and that have no sample in the open block,
   * nor an older one that is known: all that were offered were refused.
   *
   * @param waiting does without these series afterwards, since the log may have named them lately
   */
  void dropEmpty(BitSet waiting) {
    lock.lock();
    try {
      RowBlock block = open;
      if (block == null) {
        return;
      }
      BitSet empty = block.unnamed(columns::isEmpty);
      for (int c = empty.nextSetBit(0); c >= 0; c = empty.nextSetBit(c + 1)) {
        waiting.clear(block.series(c));
        seriesColumns.clear(block.series(c), c);
        block.setSeries(c, -1);
        columns.free(c);
      }
      log.remove(empty);
      if (!empty.isEmpty() && columns.inUse() == 0 && block.pieces() == 0) {
        nextBlock(block);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the series that the target's rows refer to out of a set. */
  void keepReferred(BitSet gone) {
    lock.lock();
    try {
      for (StoredBlock block : state.blocks()) {
        for (int series : block.series()) {
          if (series >= 0) {
            gone.clear(series);
          }
        }
      }
      RowBlock block = open;
      if (block != null) {
        block.keepReferred(gone);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number above all series of the open block. */
  int seriesEnd() {
    RowBlock block = open;
    return block == null ? 0 : block.seriesEnd();
  }

  /** Returns a replay of what the log has of the target; at start, after {@link #load}. */
  TargetReplay replay() {
    return new TargetReplay(this, columns, seriesColumns, nextPiece);
  }

  /** Returns the block that is being filled, or null; under the lock, or at start. */
  @Nullable RowBlock open() {
    return open;
  }

  /** Finishes a block whose rows were read from the log. */
  void finishReplayed(RowBlock block) {
    nextBlock(block);
    Objects.requireNonNull(open, "open").release();
  }

  /** Begins a block that the log has since a segment. */
  void beginReplayed(long segment, long firstPiece, int[] layout) {
    nextPiece = firstPiece;
    beginBlockAs(layout);
    log.beginReplayed(segment);
  }

  /** Adds rows that were read from the log to the block. */
  void appendReplayed(long[] words, int length, int pieces, int samples) {
    RowBlock block = Objects.requireNonNull(open, "open");
    block.append(words, 0, length, pieces, samples);
    nextPiece += pieces;
    state = state.withOpen(block);
  }

  /** The next append begins a block. */
  void cutBlock() {
    broken = true;
  }
}
