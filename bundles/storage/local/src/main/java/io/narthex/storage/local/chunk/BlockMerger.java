// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.storage.local.chunk.v1.BlockWriter;
import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.chunk.v1.ChunkFile;
import io.narthex.storage.local.select.ColumnBatch;
import io.narthex.storage.local.select.ColumnSource;
import io.narthex.storage.local.select.MaskedBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes the samples of several blocks as fewer and longer ones. One thread at a time. */
final class BlockMerger {

  // A block gets longer than asked for as long as the next one overlaps it, up to so many times.
  private static final int STRETCH = 4;

  private final BlockWriter writer = new BlockWriter(true);
  private final int rows;
  private final IntFunction<long @Nullable []> deleted;
  private final long deadline;

  /**
   * A merger.
   *
   * @param rows how many rows a block has at most, as a rule
   * @param deleted the deleted ranges of a series, as {@link MaskedBatch} takes them
   * @param deadline when to give up, see {@link MergeLimits#deadline}
   */
  BlockMerger(int rows, IntFunction<long @Nullable []> deleted, long deadline) {
    this.rows = rows;
    this.deleted = deleted;
    this.deadline = deadline;
  }

  /** Writes the blocks of all targets. */
  void merge(Map<Integer, List<ChunkBlock>> byTarget, ChunkFile file) throws IOException {
    for (Map.Entry<Integer, List<ChunkBlock>> e : byTarget.entrySet()) {
      List<ChunkBlock> blocks = e.getValue();
      ChunkStore.sort(blocks);
      int from = 0;
      while (from < blocks.size()) {
        if (deadline != 0 && System.nanoTime() - deadline > 0) {
          throw new MergeTimeUpException();
        }
        int until = end(blocks, from);
        ChunkBlock first = blocks.get(from);
        if (until == from + 1 && isDone(first)) {
          writer.copy(file, first);
        } else {
          merge(blocks.subList(from, until), file, e.getKey());
        }
        from = until;
      }
    }
  }

  private int end(List<ChunkBlock> blocks, int from) {
    int count = blocks.get(from).rows();
    long newest = blocks.get(from).maxTime();
    int until = from + 1;
    boolean done = isDone(blocks.get(from));
    while (until < blocks.size()) {
      ChunkBlock next = blocks.get(until);
      if (done && next.minTime() > newest && isDone(next)) {
        break;
      }
      done = false;
      int most = next.minTime() <= newest ? STRETCH * rows : rows;
      if (count + next.rows() > most) {
        break;
      }
      count += next.rows();
      newest = Math.max(newest, next.maxTime());
      until++;
    }
    return until;
  }

  /** Returns whether a block needs not be encoded again: it is long, and nothing in it deleted. */
  private boolean isDone(ChunkBlock block) {
    if (block.rows() * 8L < rows * 3L || !block.file().isMerged() || !block.isReadable()) {
      return false;
    }
    for (int series : block.series()) {
      if (deleted.apply(series) != null) {
        return false;
      }
    }
    return true;
  }

  private void merge(List<ChunkBlock> blocks, ChunkFile file, int target) throws IOException {
    List<ColumnSource> sources = new ArrayList<>();
    long firstPiece = Long.MAX_VALUE;
    long endPiece = Long.MIN_VALUE;
    int[] series = new int[0];
    for (ChunkBlock block : blocks) {
      firstPiece = Math.min(firstPiece, block.firstPiece());
      endPiece = Math.max(endPiece, block.endPiece());
      ColumnSource source = block.source(Long.MIN_VALUE, Long.MAX_VALUE);
      if (source != null) {
        sources.add(source);
        series = union(series, block.series());
      }
    }
    if (sources.isEmpty()) {
      return;
    }
    int[][] columns = new int[sources.size()][series.length];
    long[] @Nullable [] gone = new long[series.length][];
    boolean anyGone = false;
    for (int i = 0; i < series.length; i++) {
      gone[i] = deleted.apply(series[i]);
      anyGone |= gone[i] != null;
      for (int s = 0; s < columns.length; s++) {
        columns[s][i] = sources.get(s).column(series[i], i);
      }
    }
    SeriesBatch batch = new ColumnBatch(sources, series, columns, BlockMerger::noLabels);
    writer.write(
        file, target, series, anyGone ? new MaskedBatch(batch, gone) : batch, firstPiece, endPiece);
  }

  private static Labels noLabels(int series) {
    return Labels.empty();
  }

  private static int[] union(int[] a, int[] b) {
    if (Arrays.equals(a, b)) {
      return a;
    }
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    Arrays.sort(both);
    int n = 0;
    for (int s : both) {
      if (n == 0 || both[n - 1] != s) {
        both[n++] = s;
      }
    }
    return Arrays.copyOf(both, n);
  }
}
