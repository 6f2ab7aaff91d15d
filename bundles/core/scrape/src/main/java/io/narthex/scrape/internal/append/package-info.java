// SPDX-License-Identifier: Apache-2.0
/**
 * The way of a scrape into the storage engine: which series a line is, the row that is built, and
 * the row that is written.
 */
@NullMarked
package io.narthex.scrape.internal.append;

import org.jspecify.annotations.NullMarked;
