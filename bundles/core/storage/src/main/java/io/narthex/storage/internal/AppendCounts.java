// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.storage.CommitResult;
import java.util.concurrent.atomic.LongAdder;

/** What engines were given since the process began, and what they refused. Safe for threads. */
final class AppendCounts {

  final LongAdder floats = new LongAdder();
  final LongAdder histograms = new LongAdder();
  final LongAdder outOfOrder = new LongAdder();
  final LongAdder tooOld = new LongAdder();

  /**
   * Counts a commit.
   *
   * @param histogramsGiven how many of its samples were histograms; what is refused is taken for
   *     floats first, since a result does not tell them apart
   */
  void add(CommitResult result, int histogramsGiven) {
    int stored = Math.min(histogramsGiven, result.stored());
    histograms.add(stored);
    floats.add(result.stored() - stored);
    outOfOrder.add(result.outOfOrder());
    tooOld.add(result.tooOld());
  }
}
