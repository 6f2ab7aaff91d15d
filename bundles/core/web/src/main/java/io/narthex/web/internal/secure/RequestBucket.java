// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import io.narthex.config.web.RateLimit;
import java.util.function.LongSupplier;

/** Tokens for requests, of which one comes back each interval. Safe for several threads. */
final class RequestBucket {

  private final long intervalNanos;
  private final long capacityNanos;
  private final LongSupplier clock;
  private long saved;
  private long last;

  /**
   * A full bucket.
   *
   * @param limit an interval of zero lets every request through
   * @param clock nanoseconds
   */
  RequestBucket(RateLimit limit, LongSupplier clock) {
    intervalNanos = limit.interval().toNanos();
    capacityNanos = Math.multiplyExact(intervalNanos, limit.burst());
    this.clock = clock;
    saved = capacityNanos;
    last = clock.getAsLong();
  }

  /** Takes a token; false when there is none. */
  synchronized boolean take() {
    if (intervalNanos == 0) {
      return true;
    }
    long now = clock.getAsLong();
    saved = Math.min(capacityNanos, saved + Math.min(capacityNanos, now - last));
    last = now;
    if (saved < intervalNanos) {
      return false;
    }
    saved -= intervalNanos;
    return true;
  }
}
