// SPDX-License-Identifier: Apache-2.0
/** The engine: settings, limits, and the way from a text to a value. */
@NullMarked
package io.narthex.promql.internal.engine;

import org.jspecify.annotations.NullMarked;
