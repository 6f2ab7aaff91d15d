// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plan;

import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.function.FunctionDefinition;
import io.narthex.promql.internal.scan.Selector;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A node of the logical plan. Nodes keep their place in the text for annotations. */
public sealed interface Plan {

  /** Returns where the expression stands in the text. */
  Span span();

  /** Returns the type of its value. */
  ValueType type();

  /** Returns the same node with each child replaced. */
  Plan mapChildren(UnaryOperator<Plan> change);

  /** Returns whether this node or any below it fulfils a condition. */
  default boolean contains(Predicate<Plan> condition) {
    boolean[] found = {condition.test(this)};
    mapChildren(
        child -> {
          found[0] = found[0] || child.contains(condition);
          return child;
        });
    return found[0];
  }

  /** A constant. */
  record Constant(double value, Span span) implements Plan {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return this;
    }
  }

  /** A text. */
  record Text(String value, Span span) implements Plan {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return this;
    }
  }

  /** The newest sample of each selected series at each step. */
  record Select(Selector selector, Span span) implements Plan {
    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return this;
    }
  }

  /** All samples of each selected series in a window before each step. */
  record SelectRange(Selector selector, long rangeMs, Span span) implements Plan {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return this;
    }
  }

  /**
   * An expression evaluated on a grid of its own, as the source of windows.
   *
   * @param atMs the fixed time, or null
   */
  record Subquery(
      Plan inner, long rangeMs, long stepMs, @Nullable Long atMs, long offsetMs, Span span)
      implements Plan {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return new Subquery(change.apply(inner), rangeMs, stepMs, atMs, offsetMs, span);
    }
  }

  /** A function call. */
  record Call(FunctionDefinition function, List<Plan> args, Span span) implements Plan {
    public Call {
      args = List.copyOf(args);
    }

    @Override
    public ValueType type() {
      return function.type().result();
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return new Call(function, args.stream().map(change).toList(), span);
    }
  }

  /** An aggregation. */
  record Aggregate(
      AggregateOp op,
      Plan inner,
      @Nullable Plan param,
      List<String> grouping,
      boolean without,
      Span span)
      implements Plan {
    public Aggregate {
      grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      Plan newParam = param == null ? null : change.apply(param);
      return new Aggregate(op, change.apply(inner), newParam, grouping, without, span);
    }
  }

  /**
   * A binary operation. The type is kept, since in a long chain it is asked for at each operator.
   *
   * @param matching null unless both sides are vectors
   */
  record Binary(
      BinaryOp op,
      Plan left,
      Plan right,
      @Nullable Matching matching,
      boolean returnBool,
      Span span,
      ValueType type)
      implements Plan {

    public Binary(
        BinaryOp op,
        Plan left,
        Plan right,
        @Nullable Matching matching,
        boolean returnBool,
        Span span) {
      this(
          op,
          left,
          right,
          matching,
          returnBool,
          span,
          left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
              ? ValueType.SCALAR
              : ValueType.VECTOR);
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return new Binary(op, change.apply(left), change.apply(right), matching, returnBool, span);
    }
  }

  /** A sign in front of an expression. */
  record Unary(boolean negative, Plan inner, Span span) implements Plan {
    @Override
    public ValueType type() {
      return inner.type();
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return new Unary(negative, change.apply(inner), span);
    }
  }

  /**
   * One of several equal parts, which are evaluated once.
   *
   * @param number is the same for equal ones
   * @param uses how many there are
   */
  record Shared(int number, int uses, Plan inner) implements Plan {
    @Override
    public Span span() {
      return inner.span();
    }

    @Override
    public ValueType type() {
      return inner.type();
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return new Shared(number, uses, change.apply(inner));
    }
  }

  /** An expression that has the same value at all steps, so that it is evaluated at the first. */
  record Once(Plan inner) implements Plan {
    @Override
    public Span span() {
      return inner.span();
    }

    @Override
    public ValueType type() {
      return inner.type();
    }

    @Override
    public Plan mapChildren(UnaryOperator<Plan> change) {
      return new Once(change.apply(inner));
    }
  }
}
