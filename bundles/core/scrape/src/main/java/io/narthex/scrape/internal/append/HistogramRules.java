// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.spi.model.Labels;

/**
 * How histograms are taken.
 *
 * @param asNative whether native histograms are taken as such
 * @param keepClassic whether their classic form is taken too
 * @param toCustomBuckets whether classic histograms become native ones
 * @param bucketLimit the most buckets of a native histogram, 0 for no limit
 * @param minBucketFactor the least growth from bucket to bucket, 0 for no limit
 */
public record HistogramRules(
    boolean asNative,
    boolean keepClassic,
    boolean toCustomBuckets,
    long bucketLimit,
    double minBucketFactor) {

  /** The labels by which relabelling may rule otherwise for a single target. */
  public static final String NATIVE_LABEL = "__scrape_native_histograms__";

  /** See {@link #NATIVE_LABEL}. */
  public static final String CLASSIC_LABEL = "__always_scrape_classic_histograms__";

  /** See {@link #NATIVE_LABEL}. */
  public static final String CUSTOM_LABEL = "__convert_classic_histograms_to_nhcb__";

  /**
   * Returns the rules for a target.
   *
   * @param target all labels of the target, those with {@code __} in front too
   * @throws IllegalArgumentException when one of the labels is no boolean
   */
  public static HistogramRules of(ScrapeConfig config, Labels target) {
    return new HistogramRules(
        choice(target, NATIVE_LABEL, config.scrapeNativeHistograms()),
        choice(target, CLASSIC_LABEL, config.alwaysScrapeClassicHistograms()),
        choice(target, CUSTOM_LABEL, config.convertClassicHistogramsToNhcb()),
        config.nativeHistogramBucketLimit(),
        config.nativeHistogramMinBucketFactor());
  }

  private static boolean choice(Labels target, String name, boolean fallback) {
    String text = target.get(name);
    return switch (text) {
      case "" -> fallback;
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new IllegalArgumentException(
              "error parsing " + name + ": \"" + text + "\" is not true or false");
    };
  }
}
