// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import io.narthex.promql.QueryOrigin;
import io.narthex.promql.RunningQuery;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.Statistics;
import java.time.Duration;
import java.time.Instant;

/** A query from its beginning to its end, on the thread that asked it. */
public final class ActiveQuery implements AutoCloseable {

  private final Activity activity;
  private final long id;
  private final String expression;
  private final long startMs;
  private final long endMs;
  private final long stepMs;
  private final Limits limits;
  private final Statistics statistics;
  private final QueryOrigin origin;
  private final Thread thread = Thread.currentThread();
  private final Instant since = Instant.now();
  private final long sinceNanos = System.nanoTime();
  private int slot = ActiveQueryFile.NO_SLOT;
  private volatile boolean queued = true;
  private boolean ended;
  private boolean interrupted;

  ActiveQuery(
      Activity activity,
      long id,
      String expression,
      long startMs,
      long endMs,
      long stepMs,
      Limits limits,
      Statistics statistics,
      QueryOrigin origin) {
    this.activity = activity;
    this.id = id;
    this.expression = expression;
    this.startMs = startMs;
    this.endMs = endMs;
    this.stepMs = stepMs;
    this.limits = limits;
    this.statistics = statistics;
    this.origin = origin;
  }

  long id() {
    return id;
  }

  int slot() {
    return slot;
  }

  /** Says that the query has left the queue. */
  public void begin() {
    slot = activity.file().insert(expression, since.getEpochSecond());
    queued = false;
  }

  RunningQuery view() {
    return new RunningQuery(
        id,
        expression,
        startMs,
        endMs,
        stepMs,
        since,
        Duration.ofNanos(System.nanoTime() - sinceNanos),
        queued,
        statistics.total(),
        limits.bytes(),
        limits.peakBytes(),
        origin);
  }

  /** Ends the query at its next look at its limits, and wakes its thread if that waits. */
  synchronized void cancel() {
    if (!ended) {
      limits.cancel();
      interrupted = true;
      thread.interrupt();
    }
  }

  /** The query has ended. An interrupt that {@link #cancel} caused is taken back. */
  @Override
  public void close() {
    synchronized (this) {
      ended = true;
      if (interrupted) {
        Thread.interrupted();
      }
    }
    activity.end(this);
  }
}
