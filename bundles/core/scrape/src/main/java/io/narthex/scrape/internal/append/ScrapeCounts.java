// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

/**
 * What became of a scrape's samples.
 *
 * @param scraped samples that the target exposed
 * @param kept samples after relabelling
 * @param seriesAdded series that were new
 * @param outOfOrder samples refused because their series has a newer one
 * @param duplicates samples refused because their series has another value at the same time
 * @param outOfBounds samples refused because they are too old or too far in the future
 * @param flushed whether series that failed scrapes had brought were forgotten, being too many
 */
public record ScrapeCounts(
    int scraped,
    int kept,
    int seriesAdded,
    int outOfOrder,
    int duplicates,
    int outOfBounds,
    boolean flushed) {}
