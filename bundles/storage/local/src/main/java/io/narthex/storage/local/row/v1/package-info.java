// SPDX-License-Identifier: Apache-2.0

/**
 * The first version of the row format: how the rows of a target lie in memory and in the
 * write-ahead log until a block of them is full and is encoded as columns.
 *
 * <p>{@link io.narthex.storage.local.row.v1.PieceWriter} specifies and writes the format, {@link
 * io.narthex.storage.local.row.v1.RowBlock} holds rows and reads them back by column.
 */
@NullMarked
package io.narthex.storage.local.row.v1;

import org.jspecify.annotations.NullMarked;
