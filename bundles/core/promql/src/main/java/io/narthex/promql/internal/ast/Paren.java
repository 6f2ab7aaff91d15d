// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/** An expression in parentheses. */
public record Paren(Expr expr, Span span) implements Expr {

  @Override
  public ValueType type() {
    return expr.type();
  }
}
