// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/** A node of the syntax tree. */
public sealed interface Expr
    permits Aggregate,
        Binary,
        Call,
        MatrixSelector,
        NumberLiteral,
        Paren,
        StringLiteral,
        Subquery,
        Unary,
        VectorSelector {

  /** Returns where the expression stands in the text. */
  Span span();

  /** Returns the type of its value. */
  ValueType type();
}
