// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/** A text. */
public record StringLiteral(String value, Span span) implements Expr {

  @Override
  public ValueType type() {
    return ValueType.STRING;
  }
}
