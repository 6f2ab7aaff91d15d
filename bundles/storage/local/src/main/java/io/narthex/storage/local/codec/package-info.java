// SPDX-License-Identifier: Apache-2.0

/** Encodings of single columns and histograms into bytes; bit-exact for every double. */
@NullMarked
package io.narthex.storage.local.codec;

import org.jspecify.annotations.NullMarked;
