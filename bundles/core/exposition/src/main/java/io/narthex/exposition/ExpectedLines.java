// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

/**
 * The lines that a body is expected to have, as an earlier body of the same target had them: what
 * {@link ExpositionReader#run} compares with. A line is a <em>segment</em>: the comments in front
 * of a series, byte for byte, then its name and labels up to the blank before the value. The arrays
 * are the caller's and are only read.
 *
 * @param text holds the segments
 * @param order the line numbers in the order in which they are expected
 * @param from where line i's segment begins in {@code text}, by line number
 * @param series where the series begins in it, at {@code from} when there is no comment
 * @param to behind its last byte
 */
public record ExpectedLines(byte[] text, int[] order, int[] from, int[] series, int[] to) {}
