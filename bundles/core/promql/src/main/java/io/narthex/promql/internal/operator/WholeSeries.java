// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.SpecialValues;

/** Arithmetic between two series of floats, all steps at once. */
final class WholeSeries {

  private WholeSeries() {}

  /** Returns whether two series and an operation are of the simple kind that this computes. */
  static boolean suits(BinaryOp op, StepSeries a, StepSeries b) {
    return op.isArithmetic() && !a.hasHistograms() && !b.hasHistograms();
  }

  /**
   * Puts the result into the one of the two series that {@code into} is. A step has a result where
   * both have a sample.
   */
  static void compute(BinaryOp op, StepSeries a, StepSeries b, StepSeries into) {
    if (a.isDense() && b.isDense()) {
      dense(op, a.values(), b.values(), into.values());
    } else {
      sparse(op, a.values(), b.values(), into.values());
    }
  }

  private static void dense(BinaryOp op, double[] a, double[] b, double[] into) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = a[i] + b[i];
        }
      }
      case SUB -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = a[i] - b[i];
        }
      }
      case MUL -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = a[i] * b[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = a[i] / b[i];
        }
      }
      default -> {
        for (int i = 0; i < into.length; i++) {
          into[i] = ElementOperation.apply(op, a[i], b[i]);
        }
      }
    }
  }

  private static void sparse(BinaryOp op, double[] a, double[] b, double[] into) {
    for (int i = 0; i < into.length; i++) {
      boolean both = !SpecialValues.isAbsent(a[i]) && !SpecialValues.isAbsent(b[i]);
      into[i] = both ? ElementOperation.apply(op, a[i], b[i]) : SpecialValues.ABSENT;
    }
  }
}
