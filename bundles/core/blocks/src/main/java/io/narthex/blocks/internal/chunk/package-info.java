// SPDX-License-Identifier: Apache-2.0
/**
 * The encodings of chunks: XOR, XOR2, and histograms of integers and floats, as {@code
 * tsdb/docs/format/chunks.md} of Prometheus describes them.
 */
@NullMarked
package io.narthex.blocks.internal.chunk;

import org.jspecify.annotations.NullMarked;
