// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

/**
 * A run of consecutive buckets of a native histogram.
 *
 * @param offset the gap to the end of the previous span, or the index of the first bucket for the
 *     first span
 * @param length how many buckets the run has
 */
public record BucketSpan(int offset, int length) {

  public BucketSpan {
    if (length < 0) {
      throw new IllegalArgumentException("a span's length must not be negative: " + length);
    }
  }
}
