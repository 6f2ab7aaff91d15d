// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.select.StoredBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of a target.
 *
 * @param blocks finished blocks, oldest first
 * @param open the block that is being filled, or null
 * @param openPieces how many of its pieces are committed
 */
record TargetState(List<StoredBlock> blocks, @Nullable RowBlock open, int openPieces) {

  static final TargetState EMPTY = new TargetState(List.of(), null, 0);
}
