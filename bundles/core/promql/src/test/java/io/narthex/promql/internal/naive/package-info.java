// SPDX-License-Identifier: Apache-2.0
/**
 * An interpreter that evaluates the syntax tree at one time after the other, as plainly as can be,
 * to play against the engine.
 */
@NullMarked
package io.narthex.promql.internal.naive;

import org.jspecify.annotations.NullMarked;
