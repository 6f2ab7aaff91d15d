// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.web;

import io.narthex.config.InvalidKeyException;
import java.time.Duration;

/**
 * A bucket of requests that fills up again.
 *
 * @param burst how many requests the bucket holds
 * @param interval how long it takes until one more may be served; zero for no limit
 */
public record RateLimit(int burst, Duration interval) {

  /** No limit. */
  public static final RateLimit NONE = new RateLimit(0, Duration.ZERO);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public RateLimit {
    interval = interval == null ? Duration.ZERO : interval;
    if (burst < 0) {
      throw new InvalidKeyException("burst", "burst must not be negative");
    }
  }
}
