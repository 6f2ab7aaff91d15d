// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks.bulk;

/**
 * How large it is.
 *
 * @param series how many series
 */
public record BulkConfig(int series) {}
