// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.config.model.ScrapeConfig;

/**
 * How samples are taken, beside their labels.
 *
 * @param honorTimestamps whether timestamps in the exposition count
 * @param trackTimestampsStaleness whether series with such timestamps get stale markers
 * @param sampleLimit the most samples after relabelling, 0 for no limit
 */
public record ScrapeRules(
    boolean honorTimestamps, boolean trackTimestampsStaleness, long sampleLimit) {

  /** Samples further in the future are refused. */
  static final long MAX_AHEAD_MS = 600_000;

  /** Returns a job's rules. */
  public static ScrapeRules of(ScrapeConfig config) {
    return new ScrapeRules(
        !Boolean.FALSE.equals(config.honorTimestamps()),
        config.trackTimestampsStaleness(),
        config.sampleLimit());
  }
}
