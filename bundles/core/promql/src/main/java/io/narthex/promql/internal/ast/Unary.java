// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/**
 * A sign in front of an expression.
 *
 * @param negative whether it is a minus
 */
public record Unary(boolean negative, Expr expr, int start) implements Expr {

  @Override
  public Span span() {
    return new Span(start, expr.span().end());
  }

  @Override
  public ValueType type() {
    return expr.type();
  }
}
