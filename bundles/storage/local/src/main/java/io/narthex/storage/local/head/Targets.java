// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.select.StoredBlock;
import java.util.Arrays;

/** The targets by number. They are never removed. Safe from any thread. */
final class Targets {

  private final Head head;
  private volatile HeadTarget[] all = new HeadTarget[0];

  Targets(Head head) {
    this.head = head;
  }

  /** Returns the targets that there are now, by number; not to be changed. */
  HeadTarget[] all() {
    return all;
  }

  /** Returns a target, which is made when there is none of that number. */
  HeadTarget get(int number) {
    HeadTarget[] now = all;
    return number < now.length ? now[number] : add(number);
  }

  private synchronized HeadTarget add(int number) {
    HeadTarget[] now = all;
    if (number >= now.length) {
      HeadTarget[] more = Arrays.copyOf(now, number + 1);
      for (int i = now.length; i <= number; i++) {
        more[i] = new HeadTarget(head, i);
      }
      all = more;
      now = more;
    }
    return now[number];
  }

  /** Returns the oldest and the newest timestamp, the first larger than the second when empty. */
  long[] timeRange() {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (HeadTarget target : all) {
      TargetState state = target.state();
      for (StoredBlock block : state.blocks()) {
        min = Math.min(min, block.minTime());
        max = Math.max(max, block.maxTime());
      }
      RowBlock open = state.open();
      if (open != null && state.openPieces() > 0) {
        min = Math.min(min, open.minTime());
        max = Math.max(max, open.maxTime());
      }
    }
    return new long[] {min, max};
  }

  /** Returns how many blocks there are, finished or not. */
  long blocks() {
    long blocks = 0;
    for (HeadTarget target : all) {
      TargetState state = target.state();
      blocks += state.blocks().size() + (state.openPieces() > 0 ? 1 : 0);
    }
    return blocks;
  }
}
