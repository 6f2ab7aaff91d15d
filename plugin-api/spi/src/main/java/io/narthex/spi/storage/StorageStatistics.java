// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import java.util.List;

/**
 * Figures about what is stored, as {@code /api/v1/status/tsdb} shows them.
 *
 * @param series how many series are active
 * @param labelPairs how many different pairs of name and value they have
 * @param chunks how many chunks (encoded columns) the head holds
 * @param minTimeMs the oldest sample's timestamp, or {@link Long#MAX_VALUE} when empty
 * @param maxTimeMs the newest sample's timestamp, or {@link Long#MIN_VALUE} when empty
 * @param diskBytes what the data takes on disk
 * @param seriesByMetric metric names with the most series
 * @param valuesByLabel label names with the most values
 * @param bytesByLabel label names whose values take most memory
 * @param seriesByPair {@code name=value} pairs with the most series
 */
public record StorageStatistics(
    long series,
    long labelPairs,
    long chunks,
    long minTimeMs,
    long maxTimeMs,
    long diskBytes,
    List<Ranked> seriesByMetric,
    List<Ranked> valuesByLabel,
    List<Ranked> bytesByLabel,
    List<Ranked> seriesByPair) {

  /**
   * An entry of a ranking, the largest first.
   *
   * @param name what is counted
   * @param value its count
   */
  public record Ranked(String name, long value) {}
}
