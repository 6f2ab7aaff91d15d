// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import io.narthex.promql.internal.operator.ElementOperation;
import io.narthex.promql.internal.plan.Plan;

/** Computes operations on constants once, when the query is planned. */
final class ConstantFolding implements Rule {

  @Override
  public Plan apply(Plan plan) {
    Plan folded = plan.mapChildren(this::apply);
    return switch (folded) {
      case Plan.Binary b
          when b.left() instanceof Plan.Constant x
              && b.right() instanceof Plan.Constant y
              && !b.op().isTrim() ->
          new Plan.Constant(ElementOperation.apply(b.op(), x.value(), y.value()), b.span());
      case Plan.Unary u when u.inner() instanceof Plan.Constant c ->
          new Plan.Constant(u.negative() ? -c.value() : c.value(), u.span());
      default -> folded;
    };
  }
}
