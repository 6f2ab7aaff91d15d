// SPDX-License-Identifier: Apache-2.0

/**
 * The first version of the write-ahead log: what was committed and is not yet in a chunk file.
 *
 * <p>{@link io.narthex.storage.local.wal.v1.WalWriter} specifies the format.
 */
@NullMarked
package io.narthex.storage.local.wal.v1;

import org.jspecify.annotations.NullMarked;
