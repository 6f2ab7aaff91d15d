// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.select.StoredBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of a target.
 *
 * @param blocks finished blocks, oldest first
 * @param open the block that is being filled, or null
 * @param openPieces how many of its pieces are committed
 */
record TargetState(List<StoredBlock> blocks, @Nullable RowBlock open, int openPieces) {

  static final TargetState EMPTY = new TargetState(List.of(), null, 0);

  /** Returns whether blocks wait to be written to a chunk file. */
  boolean isWaiting() {
    return !waiting().isEmpty();
  }

  /** Returns the blocks that wait to be written to a chunk file; the list is the caller's. */
  List<FullRows> waiting() {
    List<FullRows> waiting = new ArrayList<>();
    for (StoredBlock block : blocks) {
      if (block instanceof FullRows full) {
        waiting.add(full);
      }
    }
    return waiting;
  }

  /**
   * Returns the state once waiting blocks are stored, oldest first, up to the first that cannot be.
   *
   * @param store gives what was stored, or null
   */
  TargetState stored(Function<FullRows, @Nullable ChunkBlock> store) {
    List<StoredBlock> now = new ArrayList<>(blocks);
    for (int i = 0; i < now.size(); i++) {
      if (now.get(i) instanceof FullRows full) {
        ChunkBlock chunk = store.apply(full);
        if (chunk == null) {
          break;
        }
        now.set(i, chunk);
      }
    }
    return withBlocks(now);
  }

  /** Returns the first segment of the log that holds rows of a waiting block. */
  long neededSegment() {
    long needed = Long.MAX_VALUE;
    for (FullRows full : waiting()) {
      needed = Math.min(needed, full.segment());
    }
    return needed;
  }

  /** Returns the state once the open block is finished and has become this one. */
  TargetState finished(StoredBlock block) {
    List<StoredBlock> more = new ArrayList<>(blocks);
    more.add(block);
    return new TargetState(List.copyOf(more), null, 0);
  }

  /** Returns the state with other finished blocks. */
  TargetState withBlocks(List<? extends StoredBlock> others) {
    return new TargetState(List.copyOf(others), open, openPieces);
  }

  /** Returns the state with some blocks in the place of others. */
  TargetState replaced(List<? extends StoredBlock> gone, List<? extends StoredBlock> fresh) {
    Set<StoredBlock> goneSet = new HashSet<>(gone);
    List<StoredBlock> now = new ArrayList<>();
    boolean placed = false;
    for (StoredBlock block : blocks) {
      if (!goneSet.contains(block)) {
        now.add(block);
      } else if (!placed) {
        placed = true;
        now.addAll(fresh);
      }
    }
    return withBlocks(now);
  }

  /** Returns the state with all pieces of an open block. */
  TargetState withOpen(RowBlock block) {
    return new TargetState(blocks, block, block.pieces());
  }
}
