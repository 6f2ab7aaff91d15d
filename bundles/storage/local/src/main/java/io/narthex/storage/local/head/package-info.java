// SPDX-License-Identifier: Apache-2.0

/**
 * The head: targets with their newest rows, and the writers that append to them.
 *
 * <p><b>Writing.</b> A {@link io.narthex.storage.local.head.LocalRowWriter} gathers rows in scratch
 * memory. Its commit takes the target's lock, tests each sample against the newest of its column,
 * writes the accepted ones as pieces ({@link io.narthex.storage.local.row.v1.PieceWriter}) to the
 * write-ahead log, appends the same words to the target's open block, and then publishes a new
 * {@link io.narthex.storage.local.head.TargetState} with one volatile write: a reader sees all rows
 * of an append or none. When the log cannot be written the newest times are put back and nothing is
 * published.
 *
 * <p><b>Reading.</b> A selection reads each target's state once and holds the blocks in it; it
 * takes no lock and never waits for a commit. Blocks only grow behind the published count, and a
 * finished block is replaced by a chunk of the same content, so that what a selection holds stays
 * as it was; its memory is given back when the last holder lets go.
 *
 * <p><b>Order of locks</b>: target, then label store, then log. A series that is in several targets
 * has a {@link io.narthex.storage.local.head.SharedSeries} whose monitor is taken last.
 */
@NullMarked
package io.narthex.storage.local.head;

import org.jspecify.annotations.NullMarked;
