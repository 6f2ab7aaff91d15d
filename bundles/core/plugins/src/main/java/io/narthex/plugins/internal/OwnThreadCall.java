// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.CallOutcome.Failed;
import io.narthex.plugins.CallOutcome.Returned;
import io.narthex.plugins.Plugin;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Foreign code that runs on its caller's thread under a deadline. What follows is run once: by the
 * caller when the code ends in time; otherwise by a thread of its own, while the caller's is
 * interrupted and whatever the code brings later is forgotten.
 *
 * @param <T> what the code returns
 */
final class OwnThreadCall<T extends @Nullable Object> implements Watchdog.Watched {

  private final Plugin<?> plugin;
  private final String operation;
  private final Duration deadline;
  private final long deadlineNanos;
  private final Consumer<CallOutcome<T>> then;
  private final Thread caller = Thread.currentThread();

  /** Whether it is decided who runs what follows; the monitor guards it. */
  private boolean settled;

  /** A call into a plug-in that begins now. */
  OwnThreadCall(
      Plugin<?> plugin, String operation, Duration deadline, Consumer<CallOutcome<T>> then) {
    this.plugin = plugin;
    this.operation = operation;
    this.deadline = deadline;
    this.deadlineNanos = System.nanoTime() + deadline.toNanos();
    this.then = then;
  }

  /**
   * Runs the code, and what follows if it ends in time.
   *
   * @param loader the context class loader for the code
   */
  void run(Watchdog watchdog, ClassLoader loader, Callable<T> code) {
    ClassLoader before = caller.getContextClassLoader();
    CallOutcome<T> outcome;
    watchdog.watch(this);
    caller.setContextClassLoader(loader);
    try {
      outcome = new Returned<>(code.call());
    } catch (Throwable e) {
      outcome = new Failed<>(GuardedCalls.failure(GuardedCalls.name(plugin, operation), e));
    } finally {
      caller.setContextClassLoader(before);
      watchdog.done(this);
    }
    if (settleInTime()) {
      then.accept(outcome);
    }
  }

  private synchronized boolean settleInTime() {
    // Whoever interrupted this thread meant the code, and that has ended.
    boolean unused = Thread.interrupted();
    boolean first = !settled;
    settled = true;
    return first;
  }

  private synchronized boolean settleLate() {
    boolean first = !settled;
    settled = true;
    if (first) {
      caller.interrupt();
    }
    return first;
  }

  @Override
  public long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  public void overdue() {
    if (settleLate()) {
      String what = GuardedCalls.name(plugin, operation);
      CallOutcome<T> outcome = new Failed<>(GuardedCalls.overrun(what, deadline));
      Thread.ofVirtual().name(what).start(() -> then.accept(outcome));
    }
  }
}
