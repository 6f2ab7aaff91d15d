// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.spi.config.Durations;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs foreign code with a deadline, on a virtual thread or the caller's own, and counts. Safe for
 * several threads.
 */
final class GuardedCalls {

  private final CallStatistics statistics;
  private final Watchdog watchdog = new Watchdog();

  GuardedCalls(CallStatistics statistics) {
    this.statistics = statistics;
  }

  /** Calls into a plug-in on a virtual thread and counts the call for it. */
  <T extends @Nullable Object> T call(
      Plugin<?> plugin, String operation, Duration deadline, Callable<T> call)
      throws PluginCallException, InterruptedException {
    long start = System.nanoTime();
    boolean failed = true;
    try {
      T result =
          run(
              name(plugin, operation),
              plugin.factory().getClass().getClassLoader(),
              deadline,
              call);
      failed = false;
      return result;
    } finally {
      statistics.count(plugin, operation, failed, System.nanoTime() - start);
    }
  }

  /** Calls into a plug-in on the caller's own thread, and counts the call for it. */
  <T extends @Nullable Object> void call(
      Plugin<?> plugin,
      String operation,
      Duration deadline,
      Callable<T> call,
      Consumer<CallOutcome<T>> then) {
    long start = System.nanoTime();
    new OwnThreadCall<T>(
            plugin,
            operation,
            deadline,
            outcome -> {
              boolean failed = outcome instanceof CallOutcome.Failed;
              statistics.count(plugin, operation, failed, System.nanoTime() - start);
              then.accept(outcome);
            })
        .run(watchdog, plugin.factory().getClass().getClassLoader(), call);
  }

  /**
   * Runs code under a deadline.
   *
   * @param what names the call in messages
   * @param loader the context class loader for it, so that libraries in the plug-in find their own
   *     services; null for the caller's
   */
  <T extends @Nullable Object> T run(
      String what, @Nullable ClassLoader loader, Duration deadline, Callable<T> call)
      throws PluginCallException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = Thread.ofVirtual().name(what).unstarted(task);
    if (loader != null) {
      thread.setContextClassLoader(loader);
    }
    thread.start();
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw overrun(what, deadline);
    } catch (ExecutionException e) {
      throw failure(what, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    }
  }

  /** Names a call in messages. */
  static String name(Plugin<?> plugin, String operation) {
    return plugin.kind() + " " + plugin.type() + ": " + operation;
  }

  static PluginCallException overrun(String what, Duration deadline) {
    return new PluginCallException(what + " took longer than " + words(deadline), true, null);
  }

  static PluginCallException failure(String what, Throwable cause) {
    return new PluginCallException(what + " failed: " + words(cause), false, cause);
  }

  /** Writes a duration for operators. */
  static String words(Duration duration) {
    return Durations.format(duration);
  }

  /** The class of a programming error tells more than its message alone. */
  private static String words(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getSimpleName();
    }
    boolean expected =
        !(thrown instanceof RuntimeException || thrown instanceof Error)
            || thrown instanceof IllegalArgumentException
            || thrown instanceof IllegalStateException;
    return expected ? message : thrown.getClass().getSimpleName() + ": " + message;
  }
}
