// SPDX-License-Identifier: Apache-2.0
/** The index, the chunk segments and the tombstones of a block. */
@NullMarked
package io.narthex.blocks.internal.index;

import org.jspecify.annotations.NullMarked;
