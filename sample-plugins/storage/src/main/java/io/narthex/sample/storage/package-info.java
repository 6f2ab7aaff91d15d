// SPDX-License-Identifier: Apache-2.0
/** A sample storage engine: samples live in memory, in sorted maps. */
@NullMarked
package io.narthex.sample.storage;

import org.jspecify.annotations.NullMarked;
