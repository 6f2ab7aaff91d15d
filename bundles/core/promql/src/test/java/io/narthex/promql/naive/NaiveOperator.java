// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramTrim;
import io.narthex.spi.model.Histogram.ResetHint;
import org.jspecify.annotations.Nullable;

/** A binary operator between two samples. */
final class NaiveOperator {

  /**
   * What came out.
   *
   * @param keep whether a comparison holds; true for other operators
   */
  record Outcome(double value, @Nullable FloatHistogram histogram, boolean keep) {}

  private final Annotations annotations;
  private final Binary binary;
  private @Nullable Annotation remark;

  NaiveOperator(Annotations annotations, Binary binary) {
    this.annotations = annotations;
    this.binary = binary;
  }

  static double scalars(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MOD -> a % b;
      case POW -> power(a, b);
      case ATAN2 -> Math.atan2(a, b);
      default -> compare(op, a, b) ? 1 : 0;
    };
  }

  /** Powers as C defines them: one to any power is one, also to NaN. */
  private static double power(double a, double b) {
    if (a == 1 || (a == -1 && Double.isInfinite(b))) {
      return 1;
    }
    return Math.pow(a, b);
  }

  private static boolean compare(BinaryOp op, double a, double b) {
    return switch (op) {
      case EQUAL -> a == b;
      case NOT_EQUAL -> a != b;
      case LESS -> a < b;
      case LESS_EQUAL -> a <= b;
      case GREATER -> a > b;
      case GREATER_EQUAL -> a >= b;
      default -> throw new IllegalArgumentException("not a comparison: " + op);
    };
  }

  /** Forgets what there was to say. */
  void startOver() {
    remark = null;
  }

  /** Tells the last remark since the start, if there is one. */
  void tellLast() {
    if (remark != null) {
      annotations.add(remark);
    }
  }

  /** Applies the operator; null when the types do not fit, which is remarked on. */
  @Nullable Outcome apply(Element left, Element right) {
    FloatHistogram a = left.histogram();
    FloatHistogram b = right.histogram();
    BinaryOp op = binary.op();
    if (a == null && b == null) {
      if (op.isTrim()) {
        return unfit(a, b);
      }
      return op.isComparison()
          ? new Outcome(left.value(), null, compare(op, left.value(), right.value()))
          : new Outcome(scalars(op, left.value(), right.value()), null, true);
    }
    if (a == null) {
      return op == BinaryOp.MUL && b != null
          ? kept(b.copy().multiply(left.value()).compact())
          : unfit(a, b);
    }
    if (b == null) {
      return switch (op) {
        case MUL -> kept(a.copy().multiply(right.value()).compact());
        case DIV -> kept(a.copy().divide(right.value()).compact());
        case TRIM_UPPER -> kept(HistogramTrim.below(a.copy(), right.value()));
        case TRIM_LOWER -> kept(HistogramTrim.above(a.copy(), right.value()));
        default -> unfit(a, b);
      };
    }
    return switch (op) {
      case EQUAL -> new Outcome(0, a, a.sameData(b));
      case NOT_EQUAL -> new Outcome(0, a, !a.sameData(b));
      case ADD, SUB -> sum(a, b, op == BinaryOp.SUB);
      default -> unfit(a, b);
    };
  }

  private static Outcome kept(FloatHistogram histogram) {
    return new Outcome(0, histogram, true);
  }

  private @Nullable Outcome sum(FloatHistogram a, FloatHistogram b, boolean subtract) {
    FloatHistogram result = a.copy();
    int flags = subtract ? result.subtract(b) : result.add(b);
    String operation = subtract ? "subtraction" : "addition";
    if (flags == FloatHistogram.INCOMPATIBLE) {
      remark = Remarks.incompatibleBuckets(binary.op().text(), binary.span());
      return null;
    }
    if ((flags & FloatHistogram.RESET_COLLISION) != 0) {
      remark = Remarks.counterResetCollision(operation, binary.span());
      return null;
    }
    if ((flags & FloatHistogram.BOUNDS_RECONCILED) != 0) {
      remark = Remarks.reconciledBuckets(operation, binary.span());
    }
    if (subtract) {
      result.setHint(ResetHint.GAUGE);
    }
    return kept(result.compact());
  }

  private @Nullable Outcome unfit(@Nullable FloatHistogram a, @Nullable FloatHistogram b) {
    remark = Remarks.incompatibleTypes(type(a), binary.op().text(), type(b), binary.span());
    return null;
  }

  private static String type(@Nullable FloatHistogram h) {
    return h == null ? "float" : "histogram";
  }
}
