// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query.
 *
 * @param value the value
 * @param warnings annotations of the level warning, with positions where upstream has them
 * @param infos annotations of the level info
 * @param statistics what the query cost
 * @param explanation the plan with what each operator cost, or null when not asked for
 */
public record QueryResult(
    QueryValue value,
    List<String> warnings,
    List<String> infos,
    QueryStatistics statistics,
    @Nullable ExplainedOperator explanation) {

  /** An answer without an explanation. */
  public QueryResult(
      QueryValue value, List<String> warnings, List<String> infos, QueryStatistics statistics) {
    this(value, warnings, infos, statistics, null);
  }
}
