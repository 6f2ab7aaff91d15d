// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

/**
 * A part of the stored samples that covers a span of time, as {@code /api/v1/status/tsdb/blocks}
 * shows it.
 *
 * @param name what names it in the engine, and stays while its content stays
 * @param minTimeMs the first millisecond that it covers
 * @param maxTimeMs the last millisecond that it covers
 * @param series how many series have samples in it
 * @param chunks how many encoded columns it has
 * @param bytes what it takes on disk
 * @param level 1 for a part of the narrowest kind, more for one that was merged from such
 */
public record StoragePartition(
    String name, long minTimeMs, long maxTimeMs, long series, long chunks, long bytes, int level) {}
