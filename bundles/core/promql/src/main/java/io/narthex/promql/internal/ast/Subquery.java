// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import org.jspecify.annotations.Nullable;

/**
 * An expression evaluated over a range at a resolution of its own.
 *
 * @param step the resolution, or null for the default
 */
public record Subquery(
    Expr expr, DurationNode range, @Nullable DurationNode step, TimeShift shift, int end)
    implements Expr {

  @Override
  public Span span() {
    return new Span(expr.span().start(), end);
  }

  @Override
  public ValueType type() {
    return ValueType.MATRIX;
  }
}
