// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import java.util.Iterator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps of all loops at their times. Safe for several threads.
 *
 * <p>Most of what a small scrape costs is waking threads. So two threads wait here, one for the
 * next step and one for the step after that, and a step that is expected to be short is run by the
 * thread that waited for it: one thread is woken for it, by the clock. While one of them is busy,
 * the other starts virtual threads for whatever is due, so that a step that takes long, against
 * expectation, keeps no other waiting; and when it takes very long, a new thread takes its place.
 * Steps that may wait for a network get a virtual thread at any rate.
 */
final class ScrapeTimer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScrapeTimer.class);

  /** After how long the place of a busy thread is given to another. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Step> steps = new TreeSet<>();
  private final @Nullable Waiter[] waiters = new Waiter[2];
  private long made;
  private boolean closed;

  /** A step that waits for its time. */
  final class Step implements Comparable<Step> {

    private final long atNanos;
    private final long number;
    private final String name;
    private final boolean brief;
    private final Runnable action;

    private Step(long atNanos, long number, String name, boolean brief, Runnable action) {
      this.atNanos = atNanos;
      this.number = number;
      this.name = name;
      this.brief = brief;
      this.action = action;
    }

    /** Takes the step back, unless it has begun. */
    void cancel() {
      lock.lock();
      try {
        steps.remove(this);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int compareTo(Step other) {
      int byTime = Long.signum(atNanos - other.atNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /**
   * Runs a step after a while, on a thread of this timer's or a virtual one.
   *
   * @param ms how long; at once when it is not above zero
   * @param name the name of the virtual thread
   * @param brief whether the step is expected to be short
   * @return to be cancelled when it is not wanted any more
   */
  Step after(long ms, String name, boolean brief, Runnable action) {
    lock.lock();
    try {
      long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, ms));
      Step step = new Step(at, made++, name, brief, action);
      if (!closed) {
        steps.add(step);
        for (int i = 0; i < waiters.length; i++) {
          if (waiters[i] == null) {
            start(i);
          }
        }
        wakeFor(step);
      }
      return step;
    } finally {
      lock.unlock();
    }
  }

  /** Starts a thread for a place; the lock is held. */
  private void start(int place) {
    Waiter waiter = new Waiter(place);
    waiters[place] = waiter;
    Thread.ofPlatform().daemon().name("scrape-timer-" + place).start(waiter);
  }

  /** Wakes a waiting thread if none will be awake in time; the lock is held. */
  private void wakeFor(Step step) {
    Waiter chosen = null;
    for (Waiter waiter : waiters) {
      if (waiter != null && waiter.waits) {
        if (waiter.untilNanos - step.atNanos <= 0) {
          return;
        }
        chosen = waiter;
      }
    }
    if (chosen != null) {
      chosen.wake.signal();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      steps.clear();
      for (Waiter waiter : waiters) {
        if (waiter != null) {
          waiter.wake.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** One of the threads; the lock guards its fields. */
  private final class Waiter implements Runnable {

    private static final long NEVER = TimeUnit.DAYS.toNanos(365);

    private final int place;
    private final Condition wake = lock.newCondition();
    private boolean waits;
    private long untilNanos;
    private long busySince = System.nanoTime();

    private Waiter(int place) {
      this.place = place;
    }

    @Override
    public void run() {
      Step step = next();
      while (step != null) {
        try {
          step.action.run();
        } catch (RuntimeException e) {
          LOG.error("The step {} failed inside this server.", step.name, e);
        }
        step = next();
      }
    }

    /** Waits for the next step that this thread is to run, or returns null at its end. */
    private @Nullable Step next() {
      lock.lock();
      try {
        while (!closed && waiters[place] == this) {
          Step due = awaitDue();
          if (due != null && due.brief && otherWaits()) {
            return due;
          }
          if (due != null) {
            Thread.ofVirtual().name(due.name).start(due.action);
          }
        }
        return null;
      } finally {
        lock.unlock();
      }
    }

    /** Waits for the time of a step, and takes it if no other thread did. */
    private @Nullable Step awaitDue() {
      Waiter other = other();
      long now = System.nanoTime();
      Iterator<Step> all = steps.iterator();
      Step first = all.hasNext() ? all.next() : null;
      if (first != null && first.atNanos - now <= 0) {
        all.remove();
        busySince = now;
        return first;
      }
      boolean covered =
          first != null && other != null && other.waits && other.untilNanos - first.atNanos <= 0;
      Step mine = covered ? all.hasNext() ? all.next() : null : first;
      untilNanos = mine == null ? now + NEVER : mine.atNanos;
      waits = true;
      try {
        var unused = wake.awaitNanos(untilNanos - now);
      } catch (InterruptedException e) {
        LOG.trace("meant a step that has ended", e);
      } finally {
        waits = false;
      }
      return null;
    }

    /**
     * Returns whether the other thread will be there for the next step, after seeing to it that it
     * is awake in time.
     */
    private boolean otherWaits() {
      Waiter other = other();
      if (other == null) {
        return false;
      }
      if (other.waits) {
        if (!steps.isEmpty()) {
          wakeFor(steps.first());
        }
        return true;
      }
      if (System.nanoTime() - other.busySince > PATIENCE_NANOS) {
        start(other.place);
      }
      return false;
    }

    private @Nullable Waiter other() {
      return waiters[1 - place];
    }
  }
}
