// SPDX-License-Identifier: Apache-2.0
/** The delegate in front of the engine, and what opens, swaps and closes engines behind it. */
@NullMarked
package io.narthex.storage.internal;

import org.jspecify.annotations.NullMarked;
