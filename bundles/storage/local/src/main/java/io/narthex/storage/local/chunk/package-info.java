// SPDX-License-Identifier: Apache-2.0

/**
 * The chunk store: finished blocks in files, by partition of time.
 *
 * <p>A partition is a folder {@code chunks/<first>-<last>} named by its range of milliseconds: two
 * hours at first, aligned to its width. A block belongs to the partition of its newest row. Blocks
 * are appended to the partition's newest file {@code 00000001.nxc}; when a partition has come of
 * age its files are merged into one with longer columns, {@code 00000001-00000003.nxc}, which says
 * by its name which ones it replaces: those are deleted, at the latest at the next start. Settled
 * partitions that fill a window of three times the width become one, up to a tenth of what is kept;
 * it is written as {@code <first>-<last>.new} and renamed, and narrower ones inside it are deleted,
 * at the latest at the next start. Blocks that are long already are copied as they are. Late blocks
 * go to further files of a partition, which are merged in when they are many or large.
 *
 * <p>What is too old goes by whole partitions. What is damaged is moved aside to a name that ends
 * in {@code .damaged} and is never deleted; the rest serves.
 */
@NullMarked
package io.narthex.storage.local.chunk;

import org.jspecify.annotations.NullMarked;
