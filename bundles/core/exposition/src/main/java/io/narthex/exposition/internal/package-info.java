// SPDX-License-Identifier: Apache-2.0

/** The readers of each format, and the number and text handling that they share. */
@NullMarked
package io.narthex.exposition.internal;

import org.jspecify.annotations.NullMarked;
