// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/** A selector of series with a range of samples. */
public record MatrixSelector(VectorSelector selector, DurationNode range, int end) implements Expr {

  @Override
  public Span span() {
    return new Span(selector.span().start(), end);
  }

  @Override
  public ValueType type() {
    return ValueType.MATRIX;
  }
}
