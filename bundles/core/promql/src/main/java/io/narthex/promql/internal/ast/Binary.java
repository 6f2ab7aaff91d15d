// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import org.jspecify.annotations.Nullable;

/**
 * A binary operation. Place and type are kept, since in a long chain they are asked for at each
 * operator and come from its first operand.
 *
 * @param matching how elements match; null unless both sides are vectors
 * @param returnBool whether a comparison gives 0 and 1 rather than filter
 */
public record Binary(
    BinaryOp op,
    Expr left,
    Expr right,
    @Nullable Matching matching,
    boolean returnBool,
    Span span,
    ValueType type)
    implements Expr {

  /** An operation on its operands' stretch of the text. */
  public Binary(
      BinaryOp op, Expr left, Expr right, @Nullable Matching matching, boolean returnBool) {
    this(
        op,
        left,
        right,
        matching,
        returnBool,
        Span.between(left.span(), right.span()),
        left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
            ? ValueType.SCALAR
            : ValueType.VECTOR);
  }
}
