// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

/**
 * The lines that a body is expected to have, as an earlier body of the same target had them: what
 * {@link ExpositionReader#run} compares with. A line is the comments in front of a series, byte for
 * byte, then its name and labels up to the blank before the value, which are known by their {@link
 * SeriesHash}. The arrays are the caller's and are only read.
 *
 * @param order the line numbers in the order in which they are expected
 * @param comments holds the comments
 * @param from where the comments in front of line i begin, by line number
 * @param to behind their last byte, at {@code from} when there are none
 * @param length how many bytes name and labels of line i have
 * @param hashes both halves of their hash, at 2 i and 2 i + 1
 */
public record ExpectedLines(
    int[] order, byte[] comments, int[] from, int[] to, int[] length, long[] hashes) {}
