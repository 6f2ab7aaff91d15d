// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

/**
 * What a scrape may want otherwise.
 *
 * @param skipCreatedSeries whether OpenMetrics {@code _created} lines serve only as start
 *     timestamps and are not read as samples
 * @param typeAndUnitLabels whether series get {@code __type__} and {@code __unit__} labels from
 *     their family's metadata
 */
public record ReaderOptions(boolean skipCreatedSeries, boolean typeAndUnitLabels) {

  /** What Prometheus does without feature flags. */
  public static final ReaderOptions DEFAULT = new ReaderOptions(false, false);
}
