// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may set for one query. Null means the server's default.
 *
 * @param timeout the longest time that it may take; the server's own limit stays in force. One that
 *     is not positive ends the query before it begins.
 * @param lookbackDelta how far an instant selector looks back
 * @param statistics whether samples per step are counted as well, when the server counts them
 * @param explain whether the plan is wanted with the time and the samples of each operator; costs
 *     some time
 * @param origin who asks
 */
public record QueryOptions(
    @Nullable Duration timeout,
    @Nullable Duration lookbackDelta,
    boolean statistics,
    boolean explain,
    QueryOrigin origin) {

  /** The server's defaults. */
  public static final QueryOptions DEFAULT = new QueryOptions(null, null, false);

  /** Options of a query that the server asks and that is not explained. */
  public QueryOptions(
      @Nullable Duration timeout, @Nullable Duration lookbackDelta, boolean statistics) {
    this(timeout, lookbackDelta, statistics, false, QueryOrigin.INTERNAL);
  }

  /** Returns the same, asked by another. */
  public QueryOptions from(QueryOrigin newOrigin) {
    return new QueryOptions(timeout, lookbackDelta, statistics, explain, newOrigin);
  }

  /** Returns the same, with or without an explanation. */
  public QueryOptions explained(boolean wanted) {
    return new QueryOptions(timeout, lookbackDelta, statistics, wanted, origin);
  }
}
