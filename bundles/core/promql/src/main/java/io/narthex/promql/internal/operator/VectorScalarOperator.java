// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;

/**
 * A binary operation between each element of a vector and a scalar, in place. A comparison without
 * {@code bool} keeps the vector's value on whichever side it stands.
 */
public final class VectorScalarOperator implements SeriesMapper {

  private final BinaryOp op;
  private final double[] scalar;
  private final boolean scalarLeft;
  private final boolean returnBool;
  private final ElementOperation elements;
  private final Annotations annotations;

  /**
   * A mapper.
   *
   * @param scalar one number a step
   * @param scalarLeft whether the scalar is the left operand
   */
  public VectorScalarOperator(
      BinaryOp op,
      double[] scalar,
      boolean scalarLeft,
      boolean returnBool,
      Annotations annotations,
      Span span) {
    this.op = op;
    this.scalar = scalar;
    this.scalarLeft = scalarLeft;
    this.returnBool = returnBool;
    this.elements = new ElementOperation(op, span);
    this.annotations = annotations;
  }

  @Override
  public boolean map(StepSeries series) {
    double[] values = series.values();
    boolean histograms = series.hasHistograms();
    if (op.isTrim()) {
      trim(series, values);
    } else if (op.isComparison()) {
      compare(values);
    } else {
      compute(values);
    }
    if (histograms) {
      histograms(series);
    }
    return !(op.isComparison() || histograms || op.isTrim()) || !series.isEmpty();
  }

  private void compute(double[] values) {
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      if (Double.doubleToRawLongBits(v) != SpecialValues.ABSENT_BITS) {
        double s = scalar[i];
        values[i] =
            scalarLeft ? ElementOperation.apply(op, s, v) : ElementOperation.apply(op, v, s);
      }
    }
  }

  private void compare(double[] values) {
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      if (Double.doubleToRawLongBits(v) == SpecialValues.ABSENT_BITS) {
        continue;
      }
      double s = scalar[i];
      boolean holds =
          scalarLeft ? ElementOperation.holds(op, s, v) : ElementOperation.holds(op, v, s);
      if (returnBool) {
        values[i] = holds ? 1 : 0;
      } else if (!holds) {
        values[i] = SpecialValues.ABSENT;
      }
    }
  }

  private void trim(StepSeries series, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!SpecialValues.isAbsent(values[i])) {
        tell(elements.incompatible("float", "float"));
        series.clear(i);
      }
    }
  }

  private void tell(ElementOperation.Result result) {
    Annotation remark = result.remark();
    if (remark != null) {
      annotations.add(remark);
    }
  }

  private void histograms(StepSeries series) {
    for (int i = 0; i < series.steps(); i++) {
      Histogram h = series.histogram(i);
      if (h == null) {
        continue;
      }
      ElementOperation.Result result =
          scalarLeft
              ? elements.histograms(scalar[i], null, 0, h)
              : elements.histograms(0, h, scalar[i], null);
      tell(result);
      Histogram value = result.histogram();
      if (result.outcome() == ElementOperation.Outcome.KEPT && value != null) {
        series.set(i, value);
      } else {
        series.clear(i);
      }
    }
  }
}
