// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for what happens on other threads. */
final class Await {

  private static final Duration DEADLINE = Duration.ofSeconds(12);

  private Await() {}

  /** Returns when the assertions pass; the last failure is thrown at the deadline. */
  static void until(ThrowingCallable assertions) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        assertions.call();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Returns when the condition holds. */
  static void untilTrue(String what, Supplier<Boolean> condition) {
    until(
        () -> {
          if (!condition.get()) {
            throw new AssertionError("still not: " + what);
          }
        });
  }
}
