// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/**
 * A number.
 *
 * @param duration whether it was written as a duration; the value is in seconds then
 */
public record NumberLiteral(double value, boolean duration, Span span)
    implements Expr, DurationNode {

  @Override
  public ValueType type() {
    return ValueType.SCALAR;
  }

  /** Returns the literal with the sign that stood before it. */
  public NumberLiteral withSign(boolean negative, int start) {
    return new NumberLiteral(negative ? -value : value, duration, new Span(start, span.end()));
  }
}
