// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

/**
 * A series to load.
 *
 * @param series its labels and values
 * @param startOffsetsMs for each value, how far its start timestamp lies from the sample's, or
 *     {@link #NO_START}; empty when the series has none
 */
record LoadedSeries(SeriesLine series, long[] startOffsetsMs) {

  /** Stands for an unknown start timestamp. */
  static final long NO_START = Long.MIN_VALUE;
}
