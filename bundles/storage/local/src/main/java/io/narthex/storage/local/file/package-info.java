// SPDX-License-Identifier: Apache-2.0

/**
 * Files as the engine needs them: open for long, shared by threads, and unharmed when one of those
 * threads is interrupted. What is damaged is mended where a single bit was flipped, or put out of
 * the way without losing it.
 */
@NullMarked
package io.narthex.storage.local.file;

import org.jspecify.annotations.NullMarked;
