// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.util.Arrays;
import java.util.List;

/**
 * What {@code --enable-feature} switches on for scraping.
 *
 * @param starts what becomes of start times
 * @param typeAndUnitLabels {@code type-and-unit-labels}: series get their family's type and unit as
 *     labels
 * @param extraMetrics {@code extra-scrape-metrics}: each job writes the further series about its
 *     scrapes
 */
public record ScrapeFeatures(StartRules starts, boolean typeAndUnitLabels, boolean extraMetrics) {

  /** Nothing is switched on. */
  public static final ScrapeFeatures NONE = new ScrapeFeatures(StartRules.NONE, false, false);

  /** Reads the flag's value, names with commas between them. */
  public static ScrapeFeatures of(String flag) {
    List<String> names = Arrays.stream(flag.split(",")).map(String::strip).toList();
    return new ScrapeFeatures(
        StartRules.of(names),
        names.contains("type-and-unit-labels"),
        names.contains("extra-scrape-metrics"));
  }
}
