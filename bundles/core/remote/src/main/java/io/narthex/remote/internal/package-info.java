// SPDX-License-Identifier: Apache-2.0
/**
 * Takes samples by remote write (protocol 1.0) and puts them into virtual targets: series with the
 * same {@code job} and {@code instance} share one row writer, as those of a scraped target do.
 *
 * <p>In the steady state a request parses no label and creates no object per sample: the bytes of a
 * series' labels are hashed, and the hash leads to its target and column.
 */
@NullMarked
package io.narthex.remote.internal;

import org.jspecify.annotations.NullMarked;
