// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the calls that are not done by their deadlines so. A call that is done in time wakes no
 * thread: the watchdog's sleeps until the earliest deadline that there was when it fell asleep, and
 * looks then which calls are still there. Safe for several threads.
 */
final class Watchdog {

  private static final long NANOS_A_MILLI = 1_000_000;

  /** A call under a deadline. */
  interface Watched {

    /** Returns the deadline, by {@link System#nanoTime}. */
    long deadlineNanos();

    /** Is told, on the watchdog's thread, that the deadline has passed; must not block. */
    void overdue();
  }

  private final Set<Watched> calls = new HashSet<>();

  /** Started with the first call. */
  private @Nullable Thread thread;

  /** Whether the thread sleeps to a time of its own, and which. */
  private boolean timed;

  private long asleepUntil;

  synchronized void watch(Watched call) {
    calls.add(call);
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("plugins-watchdog").start(this::run);
    } else if (!timed || call.deadlineNanos() - asleepUntil < 0) {
      notifyAll();
    }
  }

  synchronized void done(Watched call) {
    calls.remove(call);
  }

  private void run() {
    try {
      while (true) {
        next().forEach(Watched::overdue);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for calls that are overdue, and returns them. */
  private synchronized List<Watched> next() throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      List<Watched> overdue = new ArrayList<>();
      timed = !calls.isEmpty();
      long wait = Long.MAX_VALUE;
      for (Watched call : calls) {
        long left = call.deadlineNanos() - now;
        if (left <= 0) {
          overdue.add(call);
        }
        wait = Math.min(wait, left);
      }
      if (!overdue.isEmpty()) {
        overdue.forEach(calls::remove);
        return overdue;
      }
      if (timed) {
        asleepUntil = now + wait;
        wait(wait / NANOS_A_MILLI + 1);
      } else {
        wait();
      }
    }
  }
}
