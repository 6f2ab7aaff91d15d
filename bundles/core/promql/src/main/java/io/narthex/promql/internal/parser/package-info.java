// SPDX-License-Identifier: Apache-2.0
/**
 * From text to a checked syntax tree: lexer, recursive-descent parser and type check. Errors carry
 * the position of the offending character and upstream's words.
 */
@NullMarked
package io.narthex.promql.internal.parser;

import org.jspecify.annotations.NullMarked;
