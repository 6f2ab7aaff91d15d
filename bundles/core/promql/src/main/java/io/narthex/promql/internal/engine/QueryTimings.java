// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.QueryStatistics;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.Statistics;

/** When a query came where. Used by the query's own thread. */
final class QueryTimings {

  private final long started = System.nanoTime();
  private long planned = started;
  private long begun;

  /** The text has become a plan. */
  void planned() {
    planned = System.nanoTime();
  }

  /** The query has left the queue. */
  void begun() {
    begun = System.nanoTime();
  }

  /** Returns what the query cost until now. */
  QueryStatistics until(Limits limits, Statistics statistics) {
    long now = System.nanoTime();
    long left = begun == 0 ? now : begun;
    return new QueryStatistics(
        statistics.total(),
        statistics.read(),
        limits.peakSamples(),
        planned - started,
        now - left,
        left - planned,
        statistics.perStep(),
        statistics.readPerStep());
  }
}
