// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import org.jspecify.annotations.Nullable;

/**
 * A binary operation.
 *
 * @param matching how elements match; null unless both sides are vectors
 * @param returnBool whether a comparison gives 0 and 1 rather than filter
 */
public record Binary(
    BinaryOp op, Expr left, Expr right, @Nullable Matching matching, boolean returnBool)
    implements Expr {

  @Override
  public Span span() {
    return Span.between(left.span(), right.span());
  }

  @Override
  public ValueType type() {
    return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
        ? ValueType.SCALAR
        : ValueType.VECTOR;
  }
}
