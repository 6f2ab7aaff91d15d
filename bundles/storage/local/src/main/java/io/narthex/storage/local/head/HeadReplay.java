// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.wal.v1.WalReader;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Brings the records of the log to their targets. */
final class HeadReplay implements WalReader.Visitor {

  private final Head head;
  private final Consumer<String> warnings;
  private final BitSet warned = new BitSet();
  private final Map<Integer, TargetReplay> targets = new HashMap<>();

  HeadReplay(Head head, Consumer<String> warnings) {
    this.head = head;
    this.warnings = warnings;
  }

  private TargetReplay target(int number) {
    return targets.computeIfAbsent(number, n -> head.target(n).replay());
  }

  @Override
  public void block(long segment, int target, long firstPiece, int[] series) {
    target(target).block(segment, firstPiece, series);
  }

  @Override
  public void columns(long segment, int target, int[] added, int[] series) {
    target(target).columns(added, series);
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
    if (!target(target).rows(firstPiece, pieces, samples, words, length) && !warned.get(target)) {
      warned.set(target);
      warnings.accept(
          "rows of target "
              + target
              + " in log segment "
              + segment
              + " follow a gap in the log and cannot be read; they were passed over");
    }
  }

  /** Ends the replay. */
  void end() {
    targets.values().forEach(TargetReplay::end);
  }
}
