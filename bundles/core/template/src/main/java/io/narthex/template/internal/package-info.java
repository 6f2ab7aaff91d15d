// SPDX-License-Identifier: Apache-2.0
/** The lexer, the parser and the tree of Go's template language. */
@NullMarked
package io.narthex.template.internal;

import org.jspecify.annotations.NullMarked;
