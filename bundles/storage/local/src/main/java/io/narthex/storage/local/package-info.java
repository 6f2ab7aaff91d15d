// SPDX-License-Identifier: Apache-2.0

/**
 * The local storage engine: samples on this machine's disk, in four layers.
 *
 * <ul>
 *   <li>{@link io.narthex.storage.local.label} knows the series and finds them: symbols and label
 *       sets outside the heap, an append-only label log, a Lucene index.
 *   <li>{@link io.narthex.storage.local.head} takes rows in, by target, logs them ({@link
 *       io.narthex.storage.local.wal.v1}) and keeps the newest ones in off-heap pages ({@link
 *       io.narthex.storage.local.row.v1}).
 *   <li>{@link io.narthex.storage.local.codec.v1} encodes columns and histograms.
 *   <li>{@link io.narthex.storage.local.select} puts batches together.
 * </ul>
 *
 * <p>The data folder: {@code lock} (held by the one process that has the folder open, with its
 * process id), {@code format} (the version of the layout, a line of text), {@code labels/}, {@code
 * wal/}, {@code chunks/} ({@link io.narthex.storage.local.chunk}), {@code tombstones.nxt}, {@code
 * exemplars.nxe} and {@code metadata.nxm} ({@link io.narthex.storage.local.note.v1}). What is found
 * damaged stays beside its place under a name with {@code .damaged} at its end.
 *
 * <p><b>Threads.</b> Commits to different targets run side by side; selections never wait for them
 * ({@link io.narthex.storage.local.head} says how). One background thread makes the log safe every
 * second and takes new series into the index, another merges chunk files.
 *
 * <p><b>What survives.</b> An append that has returned survives the end of the process in any way;
 * a power cut takes at most what was appended since the last forced write (one second by default).
 */
@NullMarked
package io.narthex.storage.local;

import org.jspecify.annotations.NullMarked;
