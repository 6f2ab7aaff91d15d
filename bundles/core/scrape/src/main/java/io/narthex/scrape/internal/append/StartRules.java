// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.util.Collection;

/**
 * What becomes of the times since when counters and histograms count.
 *
 * @param zeros {@code created-timestamp-zero-ingestion}: a zero is stored where a series began
 * @param stored {@code st-storage}: the time is stored with each sample
 * @param synthesized {@code st-synthesis}: cumulative samples without one get one that is made up
 */
public record StartRules(boolean zeros, boolean stored, boolean synthesized) {

  /** Nobody asks for them. */
  public static final StartRules NONE = new StartRules(false, false, false);

  /** Returns what the names of features switch on. */
  static StartRules of(Collection<String> features) {
    return new StartRules(
        features.contains("created-timestamp-zero-ingestion"),
        features.contains("st-storage"),
        features.contains("st-synthesis"));
  }

  /** Returns whether what a target says is read. */
  boolean read() {
    return zeros || stored;
  }

  /** Returns whether somebody asks for them, so that no sample can be passed over in a run. */
  boolean any() {
    return zeros || stored || synthesized;
  }
}
