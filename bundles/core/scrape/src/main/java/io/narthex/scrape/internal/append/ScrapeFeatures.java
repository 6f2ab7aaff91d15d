// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.util.Arrays;
import java.util.List;

/**
 * What {@code --enable-feature} switches on for scraping.
 *
 * @param startTimestamps {@code created-timestamp-zero-ingestion}: a zero is stored where a series
 *     began to count
 * @param typeAndUnitLabels {@code type-and-unit-labels}: series get their family's type and unit as
 *     labels
 * @param extraMetrics {@code extra-scrape-metrics}: each job writes the further series about its
 *     scrapes
 */
public record ScrapeFeatures(
    boolean startTimestamps, boolean typeAndUnitLabels, boolean extraMetrics) {

  /** Nothing is switched on. */
  public static final ScrapeFeatures NONE = new ScrapeFeatures(false, false, false);

  /** Reads the flag's value, names with commas between them. */
  public static ScrapeFeatures of(String flag) {
    List<String> names = Arrays.stream(flag.split(",")).map(String::strip).toList();
    return new ScrapeFeatures(
        names.contains("created-timestamp-zero-ingestion"),
        names.contains("type-and-unit-labels"),
        names.contains("extra-scrape-metrics"));
  }
}
