// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Labels;

/**
 * A series that is new in this scrape and gets its column when the scrape has ended.
 *
 * @param entry the series' entry in the table
 * @param labels its labels to store
 * @param value its value, or the absent one when it has a timestamp of its own or is a histogram
 */
record PendingSeries(int entry, Labels labels, double value) {}
