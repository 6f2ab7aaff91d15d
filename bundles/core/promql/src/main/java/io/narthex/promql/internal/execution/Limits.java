// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.promql.QueryException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one query may use: samples held, bytes held, time. Safe for several threads. Samples are
 * those that the engine holds: of series being read, of groups, and of results.
 */
public final class Limits {

  private static final int SERIES_A_CHECK = 8;

  private final long maxSamples;
  private final long maxBytes;
  private final long deadlineNanos;
  private final AtomicLong samples = new AtomicLong();
  private final AtomicLong peakSamples = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong peakBytes = new AtomicLong();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /**
   * Limits that hold from now on.
   *
   * @param maxSamples the most samples held at a time
   * @param maxBytes the most bytes held at a time
   * @param timeoutNanos how long the query may take
   */
  public Limits(long maxSamples, long maxBytes, long timeoutNanos) {
    this.maxSamples = maxSamples;
    this.maxBytes = maxBytes;
    this.deadlineNanos = System.nanoTime() + timeoutNanos;
  }

  /** Takes samples into account; 8 bytes each. */
  public void hold(long count) {
    long now = samples.addAndGet(count);
    if (now > peakSamples.get()) {
      peakSamples.accumulateAndGet(now, Math::max);
    }
    if (now > maxSamples) {
      throw new EvaluationException(
          "query processing would load too many samples into memory in query execution");
    }
    holdBytes(count * Double.BYTES);
  }

  /** Gives samples back. */
  public void release(long count) {
    samples.addAndGet(-count);
    bytes.addAndGet(-count * Double.BYTES);
  }

  /** Takes bytes into account. */
  public void holdBytes(long count) {
    long now = bytes.addAndGet(count);
    if (now > peakBytes.get()) {
      peakBytes.accumulateAndGet(now, Math::max);
    }
    if (now > maxBytes) {
      throw new EvaluationException(
          "the query needs more than "
              + maxBytes
              + " bytes of memory (--query.max-memory); select fewer series, a shorter range or a"
              + " longer step");
    }
  }

  /** Returns the bytes that are held now. */
  public long bytes() {
    return Math.max(0, bytes.get());
  }

  /** Gives bytes back. */
  public void releaseBytes(long count) {
    bytes.addAndGet(-count);
  }

  /** Returns the most bytes that may be held. */
  public long maxBytes() {
    return maxBytes;
  }

  /** Returns the most samples that were held. */
  public long peakSamples() {
    return peakSamples.get();
  }

  /** Returns the most bytes that were held. */
  public long peakBytes() {
    return peakBytes.get();
  }

  /** Returns the time left, at least 0. */
  public long nanosLeft() {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }

  /** Ends the query at the next check. */
  public void cancel() {
    cancelled.set(true);
  }

  /**
   * Does what {@link #check} does, but not for every series, since asking for the time takes as
   * long as some of them.
   *
   * @param series how many came before
   */
  public void checkSome(int series) {
    if (series % SERIES_A_CHECK == 0) {
      check();
    }
  }

  /** Fails when the query was cancelled or its time is over. Call it once a series or so. */
  public void check() {
    if (cancelled.get()) {
      throw canceled();
    }
    if (Thread.currentThread().isInterrupted()) {
      cancelled.set(true);
      throw canceled();
    }
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new EvaluationException(
          QueryException.Kind.TIMEOUT, "query timed out in expression evaluation");
    }
  }

  private static EvaluationException canceled() {
    return new EvaluationException(
        QueryException.Kind.CANCELED, "query was canceled in expression evaluation");
  }
}
