// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

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
import io.narthex.promql.internal.function.FunctionRegistry;
import java.util.ArrayList;
import java.util.List;

/** Fixes the time of all that an expression reads, by {@code @}. */
final class PinnedTime {

  private final long timeMs;
  private final FunctionRegistry functions;
  private boolean timeDependent;

  PinnedTime(long timeMs, FunctionRegistry functions) {
    this.timeMs = timeMs;
    this.functions = functions;
  }

  /** Returns whether a function was met whose value depends on the evaluation time all the same. */
  boolean timeDependent() {
    return timeDependent;
  }

  Expr pin(Expr expr) {
    return switch (expr) {
      case NumberLiteral n -> n;
      case StringLiteral s -> s;
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
        timeDependent |= functions.get(c.function().name()).timeDependent();
        List<Expr> args = new ArrayList<>();
        c.args().forEach(arg -> args.add(pin(arg)));
        yield new Call(c.function(), args, c.span());
      }
      case VectorSelector v -> selector(v);
      case MatrixSelector m -> new MatrixSelector(selector(m.selector()), m.range(), m.end());
      case Subquery s -> {
        checkFunctions(s.expr());
        yield new Subquery(s.expr(), s.range(), s.step(), pinned(s.shift()), s.end());
      }
    };
  }

  /**
   * What stands in a subquery keeps its time, which the subquery fixes; calls in it still count.
   */
  private void checkFunctions(Expr expr) {
    pin(expr);
  }

  private VectorSelector selector(VectorSelector v) {
    return v.withShift(pinned(v.shift()), v.span().end());
  }

  /** Puts a time in place of {@code start()} and {@code end()}, too. */
  private TimeShift pinned(TimeShift shift) {
    return shift.atMs() == null ? shift.withAt(timeMs) : shift;
  }
}
