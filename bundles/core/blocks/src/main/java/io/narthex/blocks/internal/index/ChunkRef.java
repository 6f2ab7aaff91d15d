// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

/**
 * Where a chunk is.
 *
 * @param minMs its first sample's time
 * @param maxMs its last sample's time
 * @param reference the segment's number in the upper, the byte in it in the lower 4 bytes
 */
public record ChunkRef(long minMs, long maxMs, long reference) {}
