// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/**
 * A length of time in brackets or behind {@code offset}: a number or an expression over numbers.
 */
public sealed interface DurationNode permits NumberLiteral, DurationExpr {

  /** Returns where it stands in the text. */
  Span span();
}
