// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.Selector;
import org.jspecify.annotations.Nullable;

/**
 * A call in a plan, as the function sees it. Arguments become operators when they are asked for.
 */
public interface FunctionCall {

  /** Returns the context of the query. */
  Execution execution();

  /** Returns the times at which the call is evaluated. */
  StepGrid grid();

  /** Returns how many arguments were given. */
  int count();

  /** Returns an argument that is an instant vector. */
  VectorOperator vector(int argument);

  /** Returns an argument that is a scalar. */
  ScalarOperator scalar(int argument);

  /** Returns an argument that is a range vector. */
  RangeSource range(int argument);

  /** Returns an argument that is a text. */
  String text(int argument);

  /**
   * Returns what an argument selects, when it is a bare selector with or without a range; else
   * null.
   */
  @Nullable Selector selector(int argument);

  /** Returns the first selector found in an argument with the subqueries around it, for info(). */
  @Nullable Selector firstSelector(int argument);

  /** Returns where the call stands in the text. */
  Span span();

  /** Returns where an argument stands in the text. */
  Span span(int argument);
}
