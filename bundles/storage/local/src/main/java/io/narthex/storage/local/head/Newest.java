// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

/**
 * The newest sample of a series.
 *
 * @param time its timestamp
 * @param bits the bits of its value, or {@link ColumnTable#HISTOGRAM_BITS}
 */
record Newest(long time, long bits) {}
