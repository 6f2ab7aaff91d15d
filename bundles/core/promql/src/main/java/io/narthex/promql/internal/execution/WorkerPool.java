// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets several threads do the same work at once: the query's own and helpers of a fixed pool, which
 * all queries share. A helper that has not begun when the work is done is called off, so that a
 * busy pool delays nobody.
 */
public final class WorkerPool {

  /** A pool without helpers. */
  public static final WorkerPool NONE = new WorkerPool(Runnable::run, 0, 0);

  private final Executor executor;
  private final int helpers;
  private final long aloneNanos;

  /**
   * A pool.
   *
   * @param executor runs helpers; must not run them on the calling thread when there are any
   * @param helpers how many may help one query at most
   * @param aloneNanos how long a query works alone before it asks for help, since waking a thread
   *     takes about as long as a small query
   */
  public WorkerPool(Executor executor, int helpers, long aloneNanos) {
    this.executor = executor;
    this.helpers = helpers;
    this.aloneNanos = aloneNanos;
  }

  /**
   * Returns whether work that is not done yet is worth the help of other threads.
   *
   * @param begunNanos when it began, as {@link System#nanoTime} has it
   */
  public boolean isWorthHelp(long begunNanos) {
    return helpers > 0 && System.nanoTime() - begunNanos >= aloneNanos;
  }

  /**
   * Runs the work on this thread and on helpers, until all that began have returned. The first
   * failure of any of them is thrown.
   */
  public void run(Runnable work) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Helper> started = new ArrayList<>();
    try {
      for (int i = 0; i < helpers; i++) {
        Helper helper = new Helper(work, failure);
        executor.execute(helper);
        started.add(helper);
      }
    } catch (RejectedExecutionException e) {
      // The engine is being stopped; this thread alone finishes or is interrupted.
    }
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      started.forEach(Helper::join);
    }
    // Errors too: without the part of a helper that ran out of memory the answer would be wrong.
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private static final class Helper implements Runnable {

    private final Runnable work;
    private final AtomicReference<@Nullable Throwable> failure;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    Helper(Runnable work, AtomicReference<@Nullable Throwable> failure) {
      this.work = work;
      this.failure = failure;
    }

    @Override
    public void run() {
      if (!claimed.compareAndSet(false, true)) {
        return;
      }
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        finished.countDown();
      }
    }

    /** Waits for the helper if it has begun. An interrupt is kept for the query to see. */
    void join() {
      if (claimed.compareAndSet(false, true)) {
        return;
      }
      boolean interrupted = false;
      while (true) {
        try {
          finished.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
