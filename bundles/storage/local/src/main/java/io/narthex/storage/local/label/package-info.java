// SPDX-License-Identifier: Apache-2.0

/**
 * The label store: which series there are, what their labels are, and which of them a list of
 * matchers selects.
 *
 * <p>Pairs of a name and a value are kept once and numbered ({@link
 * io.narthex.storage.local.label.PairTable}); a series is a number, and its label set a short run
 * of pair numbers outside the Java heap ({@link io.narthex.storage.local.label.SeriesTable}). Both
 * are read at start from one append-only file ({@link io.narthex.storage.local.label.v2.LabelLog}),
 * which is the truth.
 *
 * <p>Which series have a pair is told by {@link io.narthex.storage.local.label.LabelIndex}: by
 * arrays for series that came lately, by a Lucene index for the rest, into which the arrays go
 * whole when they have grown; series of the last second are tested one by one. So a new series is
 * found at once, and costs no work of Lucene's by itself. {@link
 * io.narthex.storage.local.label.Selector} puts matchers in the order in which they are cheap. The
 * index is derived: when it is damaged it is built again, and until then queries look at every
 * series.
 *
 * <p>Series of which nothing is stored any more are removed; when they are many, tables, log and
 * index are written anew without them as the next generation, and their numbers are given again.
 *
 * <p>Threads: one at a time adds series ({@link io.narthex.storage.local.label.LabelStore} locks);
 * readers never wait for it, but for the look-up of a name or value.
 */
@NullMarked
package io.narthex.storage.local.label;

import org.jspecify.annotations.NullMarked;
