// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/** The binary operators. */
public enum BinaryOp {
  OR("or", 1, Family.SET),
  AND("and", 2, Family.SET),
  UNLESS("unless", 2, Family.SET),
  EQUAL("==", 3, Family.COMPARISON),
  NOT_EQUAL("!=", 3, Family.COMPARISON),
  LESS("<", 3, Family.COMPARISON),
  LESS_EQUAL("<=", 3, Family.COMPARISON),
  GREATER(">", 3, Family.COMPARISON),
  GREATER_EQUAL(">=", 3, Family.COMPARISON),
  TRIM_UPPER("</", 3, Family.TRIM),
  TRIM_LOWER(">/", 3, Family.TRIM),
  ADD("+", 4, Family.ARITHMETIC),
  SUB("-", 4, Family.ARITHMETIC),
  MUL("*", 5, Family.ARITHMETIC),
  DIV("/", 5, Family.ARITHMETIC),
  MOD("%", 5, Family.ARITHMETIC),
  ATAN2("atan2", 5, Family.ARITHMETIC),
  POW("^", 6, Family.ARITHMETIC);

  /** The precedence that unary operators share with multiplication. */
  public static final int UNARY_PRECEDENCE = 5;

  private enum Family {
    SET,
    COMPARISON,
    TRIM,
    ARITHMETIC
  }

  private final String text;
  private final int precedence;
  private final Family family;

  BinaryOp(String text, int precedence, Family family) {
    this.text = text;
    this.precedence = precedence;
    this.family = family;
  }

  /** Returns the operator as written. */
  public String text() {
    return text;
  }

  /** Returns how tightly it binds; more is tighter. */
  public int precedence() {
    return precedence;
  }

  /** Returns whether {@code a op b op c} means {@code a op (b op c)}. */
  public boolean rightAssociative() {
    return this == POW;
  }

  /** Returns whether it compares, and so may filter or take {@code bool}. */
  public boolean isComparison() {
    return family == Family.COMPARISON;
  }

  /** Returns whether it is and, or, unless. */
  public boolean isSet() {
    return family == Family.SET;
  }

  /** Returns whether it cuts buckets off a histogram. */
  public boolean isTrim() {
    return family == Family.TRIM;
  }

  /** Returns whether it computes a number from two. */
  public boolean isArithmetic() {
    return family == Family.ARITHMETIC;
  }

  /** Returns whether the result measures something else than its operands did. */
  public boolean changesMetric() {
    return family == Family.ARITHMETIC;
  }
}
