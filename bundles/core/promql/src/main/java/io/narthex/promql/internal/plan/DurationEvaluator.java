// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plan;

import io.narthex.promql.internal.ast.DurationExpr;
import io.narthex.promql.internal.ast.DurationNode;
import io.narthex.promql.internal.ast.NumberLiteral;
import org.jspecify.annotations.Nullable;

/** Computes lengths of time, which may depend on the query's range and step. */
final class DurationEvaluator {

  private static final double LIMIT = 0x1p63 / 1e9;

  private final QueryTimes times;

  DurationEvaluator(QueryTimes times) {
    this.times = times;
  }

  /** Returns a length that must be greater than zero, in milliseconds. */
  long positive(DurationNode node) {
    return milliseconds(node, false);
  }

  /** Returns an offset in milliseconds; 0 for none. */
  long offset(@Nullable DurationNode node) {
    return node == null ? 0 : milliseconds(node, true);
  }

  private long milliseconds(DurationNode node, boolean mayBeNegative) {
    if (node instanceof NumberLiteral n) {
      double nanos = n.value() * 1e9;
      // Rounded to nanoseconds first, as upstream does, so that 0.0015 is 1 ms and not 0.
      return (long) (Math.signum(nanos) * Math.floor(Math.abs(nanos) + 0.5)) / 1_000_000;
    }
    double seconds = evaluate(node);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw error(node, "duration is NaN or infinite");
    }
    if (seconds <= 0 && !mayBeNegative) {
      throw error(node, "duration must be greater than 0");
    }
    if (seconds > LIMIT || seconds < -LIMIT) {
      throw error(node, "duration is out of range");
    }
    return (long) (seconds * 1000);
  }

  private double evaluate(@Nullable DurationNode node) {
    return switch (node) {
      case null -> 0;
      case NumberLiteral n -> n.value();
      case DurationExpr e -> evaluate(e);
    };
  }

  private double evaluate(DurationExpr e) {
    double left = evaluate(e.left());
    double right = evaluate(e.right());
    return switch (e.op()) {
      case STEP -> times.stepMs() / 1000.0;
      case RANGE -> (times.endMs() - times.startMs()) / 1000.0;
      case MIN_OF -> Math.min(left, right);
      case MAX_OF -> Math.max(left, right);
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> {
        if (right == 0) {
          throw error(e, "division by zero");
        }
        yield left / right;
      }
      case MOD -> {
        if (right == 0) {
          throw error(e, "modulo by zero");
        }
        yield left % right;
      }
      case POW -> Math.pow(left, right);
    };
  }

  private static PlanException error(DurationNode node, String reason) {
    return new PlanException(node.span().start() + ":" + node.span().end() + ": " + reason);
  }
}
