// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import java.io.IOException;
import java.util.BitSet;

/**
 * Finds the series of which nothing is left once partitions are gone, so that the label store can
 * forget them.
 *
 * <p>A series is left as long as a block on disk or in memory has a column for it. One that is not
 * is only forgotten when it is found so again after the log has moved on: the log's segments of the
 * first time may still speak of it, and a restart would read them.
 */
final class SeriesSweep {

  /** When one in so many series waits to go, the log is moved on for their sake. */
  private static final int MANY = 10;

  private final Head head;
  private volatile boolean requested;
  private BitSet waiting = new BitSet();
  private long since;

  SeriesSweep(Head head) {
    this.head = head;
  }

  /** Something was deleted: the next run looks which series went with it. */
  void request() {
    requested = true;
  }

  /** Looks which series went, when something was deleted or series wait to be found gone again. */
  void run() throws IOException {
    if (!requested && waiting.isEmpty()) {
      return;
    }
    boolean first = requested;
    if (!first && head.oldestSegment() <= since) {
      if ((long) waiting.cardinality() * MANY < head.labels().seriesCount()) {
        return;
      }
      head.checkpoint(0);
    }
    requested = false;
    BitSet gone = head.labels().beginSweep();
    BitSet now = new BitSet();
    try {
      for (HeadTarget target : head.targets()) {
        target.keepReferred(gone);
      }
      if (head.oldestSegment() > since) {
        now = (BitSet) waiting.clone();
        now.and(gone);
        // Before their numbers can be given again.
        head.forget(now);
      }
    } finally {
      head.labels().endSweep(now);
    }
    gone.andNot(now);
    if (!now.isEmpty() || waiting.isEmpty()) {
      waiting = gone;
      since = head.wal().segment();
    } else {
      waiting.and(gone);
      // The rest has its first time when the log has moved on.
      requested = gone.cardinality() > waiting.cardinality();
    }
  }
}
