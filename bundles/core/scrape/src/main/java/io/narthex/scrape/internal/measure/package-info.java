// SPDX-License-Identifier: Apache-2.0

/** Durations as families of metrics: summaries and histograms with one series a label's value. */
@NullMarked
package io.narthex.scrape.internal.measure;

import org.jspecify.annotations.NullMarked;
