// SPDX-License-Identifier: Apache-2.0

/**
 * Memory outside the Java heap, in small pages, for what grows with the number of series: the rows
 * that are not yet encoded, and the label sets.
 */
@NullMarked
package io.narthex.storage.local.memory;

import org.jspecify.annotations.NullMarked;
