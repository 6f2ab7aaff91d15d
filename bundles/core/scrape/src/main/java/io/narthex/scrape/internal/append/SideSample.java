// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a sample has beside a float: a native histogram, or an exemplar.
 *
 * @param entry the series' entry in the table
 * @param timestampMs the sample's timestamp
 * @param histogram the histogram, or null
 * @param exemplar the exemplar, or null
 */
record SideSample(
    int entry, long timestampMs, @Nullable Histogram histogram, @Nullable Exemplar exemplar) {}
