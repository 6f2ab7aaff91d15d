// SPDX-License-Identifier: Apache-2.0

/**
 * The first version of chunk files: finished blocks of rows as encoded columns.
 *
 * <p>{@link io.narthex.storage.local.chunk.v1.ChunkFile} specifies the file, {@link
 * io.narthex.storage.local.chunk.v1.BlockWriter} a block in it. Files are mapped into memory and
 * read by column.
 */
@NullMarked
package io.narthex.storage.local.chunk.v1;

import org.jspecify.annotations.NullMarked;
