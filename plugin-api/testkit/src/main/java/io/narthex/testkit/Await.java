// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens on other threads, as long as it takes and no longer. */
public final class Await {

  /** Long enough for a loaded machine; what passes, passes much sooner. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long PAUSE_NANOS = 5_000_000;

  private Await() {}

  /**
   * Returns when the condition holds.
   *
   * @param what says in the failure's message what was waited for
   * @param condition asked again and again
   * @throws AssertionError when it does not hold within {@link #PATIENCE}
   */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
