// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.wal.v1.WalReader;
import java.util.BitSet;
import java.util.function.Consumer;

/** Brings the records of the log to their targets. */
final class HeadReplay implements WalReader.Visitor {

  private final Head head;
  private final Consumer<String> warnings;
  private final BitSet warned = new BitSet();

  HeadReplay(Head head, Consumer<String> warnings) {
    this.head = head;
    this.warnings = warnings;
  }

  @Override
  public void block(long segment, int target, long firstPiece, int[] series) {
    head.target(target).replayBlock(segment, firstPiece, series);
  }

  @Override
  public void columns(long segment, int target, int[] added, int[] series) {
    head.target(target).replayColumns(added, series);
  }

  @Override
  public void rows(
      long segment,
      int target,
      long firstPiece,
      int pieces,
      int samples,
      long[] words,
      int length) {
    if (!head.target(target).replayRows(firstPiece, pieces, samples, words, length)
        && !warned.get(target)) {
      warned.set(target);
      warnings.accept(
          "rows of target "
              + target
              + " in log segment "
              + segment
              + " follow a gap in the log and cannot be read; they were passed over");
    }
  }
}
