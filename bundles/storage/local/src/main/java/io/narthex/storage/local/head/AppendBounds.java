// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.storage.CommitResult;

/**
 * How old the samples of one append may be, as Prometheus sees it: against the newest sample of the
 * whole engine when the append begins, whatever the series has.
 *
 * @param window how far behind the newest sample of all one may come though its series has a newer
 *     one, in milliseconds; 0 when none may
 * @param oldestLate the oldest such sample
 * @param oldest the oldest sample that may come in order
 */
record AppendBounds(long window, long oldestLate, long oldest) {

  /** Half of the two hours of the narrowest partition. */
  private static final long IN_ORDER_MS = 3_600_000;

  /**
   * Returns the bounds of an append.
   *
   * @param newest the newest sample of all, {@link Long#MIN_VALUE} when there is none
   */
  static AppendBounds of(long newest, long window) {
    return new AppendBounds(window, before(newest, window), before(newest, IN_ORDER_MS));
  }

  private static long before(long newest, long by) {
    return newest < Long.MIN_VALUE + by ? Long.MIN_VALUE : newest - by;
  }

  /** Returns whether a sample may be older than the newest of its series. */
  boolean mayBeLate(long timestamp) {
    return window > 0 && timestamp >= oldestLate;
  }

  /** Returns whether a sample is refused, whatever its series has. */
  boolean isBefore(long timestamp) {
    return timestamp < oldest && !mayBeLate(timestamp);
  }

  /** Returns why a sample is refused for its age. */
  CommitResult.Reason reason(long timestamp) {
    if (window > 0) {
      return CommitResult.Reason.TOO_OLD;
    }
    return timestamp < oldest
        ? CommitResult.Reason.OUT_OF_BOUNDS
        : CommitResult.Reason.OUT_OF_ORDER;
  }
}
