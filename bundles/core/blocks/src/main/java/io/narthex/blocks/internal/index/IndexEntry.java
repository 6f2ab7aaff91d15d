// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import io.narthex.spi.model.Labels;
import java.util.List;

/**
 * A series in the index.
 *
 * @param reference by which tombstones name it
 * @param labels its labels
 * @param chunks its chunks in the order of time
 */
public record IndexEntry(long reference, Labels labels, List<ChunkRef> chunks) {}
