// SPDX-License-Identifier: Apache-2.0

/**
 * Answers selections: blocks of rows and columns are {@link
 * io.narthex.storage.local.select.ColumnSource sources}; a batch lays the sources of one target end
 * to end, or merges them where they overlap.
 */
@NullMarked
package io.narthex.storage.local.select;

import org.jspecify.annotations.NullMarked;
