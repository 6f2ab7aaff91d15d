// SPDX-License-Identifier: Apache-2.0

/**
 * The label store: which series there are, what their labels are, and which of them a list of
 * matchers selects.
 *
 * <p>Names and values are interned as <em>symbols</em>, numbered from 0; a series is a number, and
 * its label set a short run of symbol numbers outside the Java heap ({@link
 * io.narthex.storage.local.label.SymbolTable}, {@link io.narthex.storage.local.label.SeriesTable}).
 * Both are rebuilt at start from one append-only file ({@link
 * io.narthex.storage.local.label.v1.LabelLog}), which is the truth.
 *
 * <p>Selectors are answered by a Lucene index ({@link io.narthex.storage.local.label.LabelIndex})
 * with a document per series and one field of {@code name NUL value} terms. Values of a label under
 * a matcher come from the symbols of the matching series, so no second copy of the values (sorted
 * doc values) is kept in the index. The index is derived: when it is damaged it is rebuilt. New
 * series are found at once because those that the last opened reader does not know are tested one
 * by one.
 *
 * <p>Threads: one at a time adds series ({@link io.narthex.storage.local.label.LabelStore} locks);
 * readers never wait for it.
 */
@NullMarked
package io.narthex.storage.local.label;

import org.jspecify.annotations.NullMarked;
