// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the series of which nothing is left once partitions are gone, or of which there never was
 * anything because all their samples were refused, so that the label store can forget them.
 *
 * <p>A series is left as long as a block on disk or in memory has a column for it. One that is not
 * is only forgotten when it is found so again after the log has moved on: the log's segments of the
 * first time may still speak of it, and a restart would read them. While a partition is damaged
 * none goes, since it may be restored from a copy, and must not find its numbers with other series.
 */
final class SeriesSweep {

  private static final Logger LOG = LoggerFactory.getLogger(SeriesSweep.class);

  /**
   * When one in so many series waits to go, the log is moved on for their sake; when one in so many
   * was left without a sample, it is looked at once.
   */
  private static final int MANY = 10;

  private final Head head;
  private final AtomicInteger emptied = new AtomicInteger();
  private volatile boolean requested;
  // The log's segment when it was last looked for series without a sample.
  private long looked;
  private BitSet waiting = new BitSet();
  private long since;

  SeriesSweep(Head head) {
    this.head = head;
  }

  /** Something was deleted: the next run looks which series went with it. */
  void request() {
    requested = true;
  }

  /**
   * A series was left without a sample: a run looks for such once they are many, or the log has
   * moved on. A look costs as much for one as for many.
   */
  void emptied() {
    emptied.incrementAndGet();
  }

  private boolean areEmptied() {
    long now = emptied.get();
    return now > 0 && (now * MANY >= head.labels().seriesCount() || head.wal().segment() > looked);
  }

  /** Looks which series went, when some may have, or some wait to be found gone again. */
  void run() throws IOException {
    boolean first = requested || areEmptied();
    if (!first && waiting.isEmpty() || head.isDamaged()) {
      return;
    }
    if (!first && head.oldestSegment() <= since) {
      if ((long) waiting.cardinality() * MANY < head.labels().seriesCount()) {
        return;
      }
      head.checkpoint(0);
    }
    requested = false;
    if (first) {
      emptied.set(0);
      looked = head.wal().segment();
      for (HeadTarget target : head.targets()) {
        target.dropEmpty(waiting);
      }
    }
    BitSet gone = head.labels().beginSweep();
    BitSet now = new BitSet();
    try {
      for (HeadTarget target : head.targets()) {
        target.keepReferred(gone);
      }
      if (head.oldestSegment() > since) {
        now.or(waiting);
        now.and(gone);
        // Before their numbers can be given again.
        head.forget(now);
      }
    } catch (IllegalStateException e) {
      requested = true;
      gone.clear();
      LOG.debug("no series go while it is not known which are left: {}", e.getMessage());
    } finally {
      head.labels().endSweep(now);
    }
    if (!now.isEmpty() || waiting.isEmpty()) {
      waiting = gone;
      waiting.andNot(now);
      since = head.wal().segment();
    } else {
      waiting.and(gone);
      // The rest has its first time when these have gone.
      requested |= waiting.isEmpty() && !gone.isEmpty();
    }
  }
}
