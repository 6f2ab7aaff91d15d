// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.ast.DurationExpr;
import io.narthex.promql.internal.ast.DurationNode;
import io.narthex.promql.internal.ast.NumberLiteral;
import org.jspecify.annotations.Nullable;

/** Computes lengths of time. */
final class Durations {

  private final Context context;

  Durations(Context context) {
    this.context = context;
  }

  /** Returns a length in milliseconds; 0 for none. */
  long offset(@Nullable DurationNode node) {
    return node == null ? 0 : milliseconds(node);
  }

  /** Returns a length that must be greater than zero, in milliseconds. */
  long positive(DurationNode node) {
    if (seconds(node) <= 0) {
      throw error(node, "duration must be greater than 0");
    }
    return milliseconds(node);
  }

  private long milliseconds(DurationNode node) {
    double seconds = seconds(node);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw error(node, "duration is NaN or infinite");
    }
    if (Math.abs(seconds) > 0x1p63 / 1e9) {
      throw error(node, "duration is out of range");
    }
    return node instanceof NumberLiteral
        ? Math.round(seconds * 1e9) / 1_000_000
        : (long) (seconds * 1000);
  }

  private double seconds(@Nullable DurationNode node) {
    return switch (node) {
      case null -> 0;
      case NumberLiteral n -> n.value();
      case DurationExpr e -> operation(e);
    };
  }

  private double operation(DurationExpr e) {
    double left = seconds(e.left());
    double right = seconds(e.right());
    return switch (e.op()) {
      case STEP -> context.stepMs() / 1000.0;
      case RANGE -> (context.endMs() - context.startMs()) / 1000.0;
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

  private static NaiveException error(DurationNode node, String reason) {
    return new NaiveException(node.span().start() + ":" + node.span().end() + ": " + reason);
  }
}
