// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import org.jspecify.annotations.Nullable;

/**
 * An operation on lengths of time.
 *
 * @param left null for unary operators and for step() and range()
 * @param right null for step() and range()
 * @param wrapped whether it stood in parentheses
 */
public record DurationExpr(
    Op op, @Nullable DurationNode left, @Nullable DurationNode right, boolean wrapped, Span span)
    implements DurationNode {

  /** The operations. */
  public enum Op {
    ADD("+"),
    SUB("-"),
    MUL("*"),
    DIV("/"),
    MOD("%"),
    POW("^"),
    STEP("step"),
    RANGE("range"),
    MIN_OF("min_of"),
    MAX_OF("max_of");

    private final String text;

    Op(String text) {
      this.text = text;
    }

    /** Returns the operator as written. */
    public String text() {
      return text;
    }
  }

  /** Returns the same, in parentheses. */
  public DurationExpr wrap() {
    return new DurationExpr(op, left, right, true, span);
  }
}
