// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

/**
 * What a scrape may want otherwise.
 *
 * @param skipCreatedSeries whether OpenMetrics {@code _created} lines serve only as start
 *     timestamps and are not read as samples
 * @param typeAndUnitLabels whether series get {@code __type__} and {@code __unit__} labels from
 *     their family's metadata
 * @param nativeHistograms whether native histograms are read as such, otherwise only the classic
 *     form of what has one
 * @param keepClassicHistograms whether classic histograms are read beside a native form
 * @param convertClassicHistograms whether classic histograms without a native form become native
 *     ones with custom buckets
 */
public record ReaderOptions(
    boolean skipCreatedSeries,
    boolean typeAndUnitLabels,
    boolean nativeHistograms,
    boolean keepClassicHistograms,
    boolean convertClassicHistograms) {

  /** What Prometheus does without feature flags, but that native histograms are read. */
  public static final ReaderOptions DEFAULT = new ReaderOptions(false, false, true, false, false);
}
