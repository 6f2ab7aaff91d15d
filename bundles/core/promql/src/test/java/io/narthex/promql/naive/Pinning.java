// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.promql.internal.ast.Subquery;
import io.narthex.promql.internal.ast.TimeShift;
import io.narthex.promql.internal.ast.Unary;
import io.narthex.promql.internal.ast.VectorSelector;
import java.util.Set;

/** Fixes the time of an expression's selectors. Used for one expression. */
final class Pinning {

  private static final Set<String> TIME_DEPENDENT =
      Set.of(
          "days_in_month",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "end",
          "hour",
          "minute",
          "month",
          "year",
          "predict_linear",
          "range",
          "start",
          "step",
          "time",
          "timestamp");

  private final long timeMs;
  private boolean dependsOnTime;

  Pinning(long timeMs) {
    this.timeMs = timeMs;
  }

  /** Returns whether a function was met whose value depends on the time of evaluation. */
  boolean dependsOnTime() {
    return dependsOnTime;
  }

  private TimeShift pin(TimeShift shift) {
    // Upstream gives start() and end() a time as well; the printer then writes that.
    return shift.atMs() == null ? shift.withAt(timeMs) : shift;
  }

  private VectorSelector pin(VectorSelector selector) {
    return selector.withShift(pin(selector.shift()), selector.span().end());
  }

  Expr pin(Expr expr) {
    return switch (expr) {
      case NumberLiteral n -> n;
      case StringLiteral s -> s;
      case VectorSelector v -> pin(v);
      case MatrixSelector m -> new MatrixSelector(pin(m.selector()), m.range(), m.end());
      // Selectors within are not fixed: the subquery is.
      case Subquery s -> new Subquery(note(s.expr()), s.range(), s.step(), pin(s.shift()), s.end());
      case Paren p -> new Paren(pin(p.expr()), p.span());
      case Unary u -> new Unary(u.negative(), pin(u.expr()), u.start());
      case Binary b ->
          new Binary(b.op(), pin(b.left()), pin(b.right()), b.matching(), b.returnBool());
      case Aggregate a ->
          new Aggregate(
              a.op(),
              pin(a.expr()),
              a.param() == null ? null : pin(a.param()),
              a.grouping(),
              a.without(),
              a.span());
      case Call c -> {
        dependsOnTime |= TIME_DEPENDENT.contains(c.function().name());
        yield new Call(c.function(), c.args().stream().map(this::pin).toList(), c.span());
      }
    };
  }

  /** Looks through an expression that is not changed. */
  private Expr note(Expr expr) {
    pin(expr);
    return expr;
  }
}
