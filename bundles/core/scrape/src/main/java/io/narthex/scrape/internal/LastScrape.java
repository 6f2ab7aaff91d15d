// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.scrape.TargetHealth;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the last scrape of a target went.
 *
 * @param health whether it was good
 * @param error why not, or what was wrong beside the target, or empty
 * @param start when it began, or null before the first
 * @param duration how long it took
 */
record LastScrape(TargetHealth health, String error, @Nullable Instant start, Duration duration) {

  /** Before the first scrape. */
  static final LastScrape NONE = new LastScrape(TargetHealth.UNKNOWN, "", null, Duration.ZERO);
}
