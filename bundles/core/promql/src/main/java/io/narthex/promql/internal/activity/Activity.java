// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import io.narthex.promql.QueryOrigin;
import io.narthex.promql.RunningQueries;
import io.narthex.promql.RunningQuery;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.Statistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The queries of an engine that have not ended. Safe for several threads. */
public final class Activity implements RunningQueries {

  private final ActiveQueryFile file;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, ActiveQuery> active = new ConcurrentSkipListMap<>();

  /** Queries that are noted in a file as well while they run. */
  public Activity(ActiveQueryFile file) {
    this.file = file;
  }

  /** Notes a query of the calling thread; it waits for a free slot until it begins. */
  public ActiveQuery enter(
      String expression,
      long startMs,
      long endMs,
      long stepMs,
      Limits limits,
      Statistics statistics,
      QueryOrigin origin) {
    ActiveQuery query =
        new ActiveQuery(
            this,
            ids.incrementAndGet(),
            expression,
            startMs,
            endMs,
            stepMs,
            limits,
            statistics,
            origin);
    active.put(query.id(), query);
    return query;
  }

  ActiveQueryFile file() {
    return file;
  }

  void end(ActiveQuery query) {
    active.remove(query.id());
    file.delete(query.slot());
  }

  /** Returns how many have not ended. */
  public int size() {
    return active.size();
  }

  @Override
  public List<RunningQuery> running() {
    return active.values().stream().map(ActiveQuery::view).toList();
  }

  @Override
  public boolean cancel(long id) {
    ActiveQuery query = active.get(id);
    if (query == null) {
      return false;
    }
    query.cancel();
    return true;
  }
}
