// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

/**
 * What may be merged.
 *
 * @param settled what ends before this time may become part of a wider partition
 * @param before partitions that end before this time are written as one file
 * @param widestMs how wide partitions become at most, in milliseconds
 * @param widestBytes several partitions that together take more bytes do not become a wider one; 0
 *     for no limit
 * @param mostBytes what takes more bytes is left alone; 0 for no limit
 */
public record MergeLimits(
    long settled, long before, long widestMs, long widestBytes, long mostBytes) {

  /** Returns the same limits for a quick pass over everything, settled or not. */
  public MergeLimits quickly(long bytes) {
    return new MergeLimits(settled, Long.MAX_VALUE, widestMs, widestBytes, bytes);
  }

  boolean allowsWider(long bytes) {
    return (widestBytes == 0 || bytes <= widestBytes) && allows(bytes);
  }

  boolean allows(long bytes) {
    return mostBytes == 0 || bytes <= mostBytes;
  }
}
