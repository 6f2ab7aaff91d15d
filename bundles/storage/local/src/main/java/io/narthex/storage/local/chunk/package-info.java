// SPDX-License-Identifier: Apache-2.0

/**
 * The chunk store: finished blocks in files, by partition of time.
 *
 * <p>A partition is a folder {@code chunks/<first>-<last>} named by its range of milliseconds, two
 * hours wide. A block belongs to the partition of its newest row. Blocks are appended to the
 * partition's newest file {@code 00000001.nxc}; when a partition has come of age its files are
 * merged into one with longer columns, {@code 00000001-00000003.nxc}, which says by its name which
 * ones it replaces: those are deleted, at the latest at the next start. What is too old goes by
 * whole partitions.
 */
@NullMarked
package io.narthex.storage.local.chunk;

import org.jspecify.annotations.NullMarked;
