// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation over an instant vector.
 *
 * @param param the first argument of those operators that take one
 * @param grouping the labels in {@code by} or {@code without}
 * @param without whether the labels are the ones to drop
 */
public record Aggregate(
    AggregateOp op,
    Expr expr,
    @Nullable Expr param,
    List<String> grouping,
    boolean without,
    Span span)
    implements Expr {

  public Aggregate {
    grouping = List.copyOf(grouping);
  }

  @Override
  public ValueType type() {
    return ValueType.VECTOR;
  }
}
