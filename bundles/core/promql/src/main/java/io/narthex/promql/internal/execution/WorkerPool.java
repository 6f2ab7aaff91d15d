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
  public static final WorkerPool NONE = new WorkerPool(Runnable::run, 0);

  private final Executor executor;
  private final int helpers;

  /**
   * A pool.
   *
   * @param executor runs helpers; must not run them on the calling thread when there are any
   * @param helpers how many may help one query at most
   */
  public WorkerPool(Executor executor, int helpers) {
    this.executor = executor;
    this.helpers = helpers;
  }

  /** Returns how many may help at most. */
  public int helpers() {
    return helpers;
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
