// SPDX-License-Identifier: Apache-2.0

/**
 * The first version of the encodings of single columns and histograms; bit-exact for every double.
 */
@NullMarked
package io.narthex.storage.local.codec.v1;

import org.jspecify.annotations.NullMarked;
