// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import io.narthex.promql.QueryException;

/** Tells whether a text is a PromQL expression. */
@FunctionalInterface
public interface ExpressionCheck {

  /**
   * Parses an expression.
   *
   * @throws QueryException with upstream's words when it is none
   */
  void check(String expression) throws QueryException;
}
