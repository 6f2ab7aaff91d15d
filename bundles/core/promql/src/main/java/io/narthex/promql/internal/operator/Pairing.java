// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.Histogram;
import org.jspecify.annotations.Nullable;

/** Computes a binary operation on the samples of two series at a step. For one thread. */
final class Pairing {

  private final ElementOperation elements;
  private final BinaryOp op;
  private final boolean returnBool;
  private final boolean swapped;

  private double value;
  private @Nullable Histogram histogram;
  private boolean keep;
  private @Nullable Annotation remark;

  /**
   * A computation.
   *
   * @param swapped whether the "many" side is the right operand
   */
  Pairing(ElementOperation elements, BinaryOp op, boolean returnBool, boolean swapped) {
    this.elements = elements;
    this.op = op;
    this.returnBool = returnBool;
    this.swapped = swapped;
  }

  /**
   * Computes a step; a side that is null has the fill value.
   *
   * @return false when the operation has no result, so that the two do not count as matched
   */
  boolean compute(
      @Nullable StepSeries many, double fillMany, @Nullable StepSeries one, double fillOne, int i) {
    double m = many == null ? fillMany : many.values()[i];
    double o = one == null ? fillOne : one.values()[i];
    Histogram mh = many == null ? null : many.histogram(i);
    Histogram oh = one == null ? null : one.histogram(i);
    double a = swapped ? o : m;
    double b = swapped ? m : o;
    histogram = null;
    remark = null;
    if (mh == null && oh == null && !op.isTrim()) {
      floats(a, b);
    } else {
      ElementOperation.Result result =
          swapped ? elements.histograms(a, oh, b, mh) : elements.histograms(a, mh, b, oh);
      remark = result.remark();
      if (result.outcome() == ElementOperation.Outcome.NONE) {
        return false;
      }
      keep = result.outcome() == ElementOperation.Outcome.KEPT;
      histogram = result.histogram();
    }
    if (returnBool) {
      value = keep ? 1 : 0;
      histogram = null;
      keep = true;
    }
    return true;
  }

  private void floats(double a, double b) {
    if (op.isComparison()) {
      keep = ElementOperation.holds(op, a, b);
      value = a;
    } else {
      keep = true;
      value = ElementOperation.apply(op, a, b);
    }
  }

  /** Returns whether there is a sample to keep, rather than a comparison that filters. */
  boolean keep() {
    return keep;
  }

  double value() {
    return value;
  }

  @Nullable Histogram histogram() {
    return histogram;
  }

  /** Returns what is to be said about the step, whether it has a result or not. */
  @Nullable Annotation remark() {
    return remark;
  }
}
