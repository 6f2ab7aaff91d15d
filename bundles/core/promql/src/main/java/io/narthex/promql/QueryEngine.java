// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

/**
 * Evaluates PromQL against the active storage engine. An OSGi service; safe for several threads.
 */
public interface QueryEngine {

  /**
   * Evaluates an expression at one time.
   *
   * @param expression the text
   * @param timeMs the evaluation time, milliseconds since the epoch
   * @throws QueryException when the text is wrong or the query fails, with the kind that the HTTP
   *     API names
   */
  QueryResult instant(String expression, long timeMs, QueryOptions options) throws QueryException;

  /**
   * Evaluates an expression at {@code startMs}, {@code startMs + stepMs} ... up to {@code endMs}.
   *
   * @throws QueryException as for {@link #instant}
   */
  QueryResult range(String expression, long startMs, long endMs, long stepMs, QueryOptions options)
      throws QueryException;
}
