// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.warmup;

import java.time.Duration;

/** The time of the warm-up. */
interface Clock {

  /** Returns a time in nanoseconds. */
  long nanoTime();

  /**
   * Waits.
   *
   * @return false, at once, when the warm-up shall end
   */
  boolean pause(Duration time);
}
