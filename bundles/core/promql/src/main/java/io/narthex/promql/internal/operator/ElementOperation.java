// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramTrim;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import org.jspecify.annotations.Nullable;

/** A binary operation on two samples of any kind. Safe for several threads. */
public final class ElementOperation {

  private final BinaryOp op;
  private final Span span;

  /** An operation that makes its remarks about the expression at the span. */
  public ElementOperation(BinaryOp op, Span span) {
    this.op = op;
    this.span = span;
  }

  /** Computes an arithmetic operation or a comparison (1 when it holds) on numbers. */
  public static double apply(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MOD -> a % b;
      case POW -> GoMath.pow(a, b);
      case ATAN2 -> Math.atan2(a, b);
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> holds(op, a, b) ? 1 : 0;
      case TRIM_LOWER, TRIM_UPPER ->
          throw new EvaluationException(
              "operator " + GoText.quote(op.text()) + " not allowed for Scalar operations");
      case AND, OR, UNLESS ->
          throw new IllegalArgumentException(op.text() + " does not work on numbers");
    };
  }

  /** Returns whether a comparison of numbers holds. */
  public static boolean holds(BinaryOp op, double a, double b) {
    return switch (op) {
      case EQUAL -> a == b;
      case NOT_EQUAL -> a != b;
      case LESS -> a < b;
      case LESS_EQUAL -> a <= b;
      case GREATER -> a > b;
      case GREATER_EQUAL -> a >= b;
      case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, AND, OR, UNLESS, TRIM_LOWER, TRIM_UPPER ->
          throw new IllegalArgumentException(op.text() + " does not compare");
    };
  }

  /** The outcome where at least one operand is a histogram. */
  public enum Outcome {
    /** There is no result, not even a match. */
    NONE,
    /** A comparison that does not hold. */
    DROPPED,
    /** A result, or a comparison that holds. */
    KEPT
  }

  /**
   * What came of an operation with a histogram.
   *
   * @param histogram the result, or the left operand of a comparison
   * @param remark what is to be said about it, if anything
   */
  public record Result(
      Outcome outcome, @Nullable Histogram histogram, @Nullable Annotation remark) {

    static Result none(Annotation remark) {
      return new Result(Outcome.NONE, null, remark);
    }
  }

  /**
   * Computes the operation where at least one operand is a histogram; the number counts for the
   * other.
   */
  public Result histograms(
      double a, @Nullable Histogram left, double b, @Nullable Histogram right) {
    if (left != null && right != null) {
      return both(left, right);
    }
    if (left != null) {
      return switch (op) {
        case MUL -> result(FloatHistogram.of(left).multiply(b).compact());
        case DIV -> result(FloatHistogram.of(left).divide(b).compact());
        case TRIM_UPPER -> result(HistogramTrim.below(FloatHistogram.of(left), b));
        case TRIM_LOWER -> result(HistogramTrim.above(FloatHistogram.of(left), b));
        default -> incompatible("histogram", "float");
      };
    }
    if (right != null && op == BinaryOp.MUL) {
      return result(FloatHistogram.of(right).multiply(a).compact());
    }
    return incompatible("float", right == null ? "float" : "histogram");
  }

  private Result both(Histogram left, Histogram right) {
    return switch (op) {
      case ADD -> merged(left, right, true);
      case SUB -> merged(left, right, false);
      case EQUAL -> compared(left, equal(left, right));
      case NOT_EQUAL -> compared(left, !equal(left, right));
      default -> incompatible("histogram", "histogram");
    };
  }

  private static boolean equal(Histogram left, Histogram right) {
    return FloatHistogram.of(left).sameData(FloatHistogram.of(right));
  }

  private static Result compared(Histogram left, boolean holds) {
    return new Result(holds ? Outcome.KEPT : Outcome.DROPPED, left, null);
  }

  private Result merged(Histogram left, Histogram right, boolean add) {
    FloatHistogram result = FloatHistogram.of(left);
    FloatHistogram other = FloatHistogram.of(right);
    int flags = add ? result.add(other) : result.subtract(other);
    if (flags == FloatHistogram.INCOMPATIBLE) {
      return Result.none(Remarks.incompatibleBuckets(op.text(), span));
    }
    String operation = add ? "addition" : "subtraction";
    if ((flags & FloatHistogram.RESET_COLLISION) != 0) {
      // Upstream takes the warning for an error, so that there is no result.
      return Result.none(Remarks.counterResetCollision(operation, span));
    }
    if (!add) {
      result.setHint(ResetHint.GAUGE);
    }
    Annotation remark =
        (flags & FloatHistogram.BOUNDS_RECONCILED) == 0
            ? null
            : Remarks.reconciledBuckets(operation, span);
    return new Result(Outcome.KEPT, result.compact().toHistogram(), remark);
  }

  private static Result result(FloatHistogram h) {
    return new Result(Outcome.KEPT, h.toHistogram(), null);
  }

  /** Returns that the types do not fit. */
  public Result incompatible(String left, String right) {
    return Result.none(Remarks.incompatibleTypes(left, op.text(), right, span));
  }
}
