// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * How deeply expressions may nest. Everything that is done with a tree goes down it by recursion,
 * each operator of a chain being a level, so that the thread's stack is the bound. A usual thread
 * does for nearly all; the others get a thread with a larger stack.
 */
public final class Nesting {

  /** The levels for which any thread has room. */
  public static final int USUAL = 400;

  /** The levels for which a thread has room that is made for it. */
  public static final int MOST = 10_000;

  /** Only what is used of it takes memory; {@link #MOST} levels need a tenth or so. */
  private static final long STACK_BYTES = 256L << 20;

  private Nesting() {}

  /**
   * Reads an expression and does something with it.
   *
   * @param <T> what comes of it
   * @param <E> how it fails
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {

    /**
     * Does it.
     *
     * @param levels the most that the expression may have
     * @throws TooDeepException when it has more
     */
    T run(int levels) throws E;
  }

  /**
   * Does a work with room for as many levels as it needs. What comes before {@link
   * TooDeepException} is done twice then.
   */
  public static <T, E extends Exception> T of(Work<T, E> work) throws E {
    try {
      return work.run(USUAL);
    } catch (TooDeepException e) {
      return onLargeStack(work);
    }
  }

  /** An interrupt is handed on, and kept for the caller to see. */
  @SuppressWarnings("unchecked") // A checked exception of the work is an E.
  private static <T, E extends Exception> T onLargeStack(Work<T, E> work) throws E {
    FutureTask<T> task = new FutureTask<>(() -> work.run(MOST));
    Thread thread =
        Thread.ofPlatform()
            .name("narthex-deep-expression")
            .daemon()
            .stackSize(STACK_BYTES)
            .start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          thread.interrupt();
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case null -> throw new IllegalStateException(e);
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case Throwable checked -> throw (E) checked;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
