// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks.bulk;

/**
 * How large it is.
 *
 * @param series how many series
 * @param rounds how many scrapes' snapshots are made beforehand and given in turn; 0 makes each
 *     when it is asked for, as real exporters do
 */
public record BulkConfig(int series, int rounds) {}
