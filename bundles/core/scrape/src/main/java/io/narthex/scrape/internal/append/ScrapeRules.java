// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.config.model.SampleLimitAction;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.exposition.ReaderOptions;
import io.narthex.spi.model.Labels;

/**
 * How samples are taken, beside their labels.
 *
 * @param honorTimestamps whether timestamps in the exposition count
 * @param trackTimestampsStaleness whether series with such timestamps get stale markers
 * @param sampleLimit the most samples after relabelling, 0 for no limit
 * @param truncate whether new series are refused beyond the limit, in place of the whole scrape
 * @param starts what becomes of start times
 * @param typeAndUnitLabels whether series get their family's type and unit as labels
 * @param histograms how histograms are taken
 */
public record ScrapeRules(
    boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    long sampleLimit,
    boolean truncate,
    StartRules starts,
    boolean typeAndUnitLabels,
    HistogramRules histograms) {

  /** Samples further in the future are refused. */
  static final long MAX_AHEAD_MS = 600_000;

  /**
   * Returns the rules for a target of a job.
   *
   * @param target all labels of the target, those with {@code __} in front too
   */
  public static ScrapeRules of(ScrapeConfig config, Labels target, ScrapeFeatures features) {
    return new ScrapeRules(
        !Boolean.FALSE.equals(config.honorTimestamps()),
        config.trackTimestampsStaleness(),
        config.sampleLimit(),
        config.sampleLimitAction() == SampleLimitAction.TRUNCATE,
        features.starts(),
        features.typeAndUnitLabels(),
        HistogramRules.of(config, target));
  }

  ReaderOptions readerOptions() {
    return new ReaderOptions(
        starts.read(),
        typeAndUnitLabels,
        histograms.asNative(),
        histograms.keepClassic(),
        histograms.toCustomBuckets());
  }
}
