// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import java.util.Objects;
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
 * <p>Most of what a small scrape costs is waking threads, whose caches are cold. So two threads
 * wait here, one for the next step and one for what comes after that, and a step that is expected
 * to be short is run by the thread that waited for it, as are those that are due together: one
 * thread is woken for all of them, by the clock. While one of the two is busy, the other starts
 * virtual threads for what is overdue, so that a step that takes long, against expectation, keeps
 * others waiting for a moment only; and when it takes very long, a new thread takes its place.
 * Steps that may wait for a network get a virtual thread at any rate, at their time.
 */
final class ScrapeTimer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScrapeTimer.class);

  /** After how long the place of a busy thread is given to another. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long NEVER_NANOS = TimeUnit.DAYS.toNanos(365);

  /** How long a thread sleeps on when a short step is due, for those that are due together. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** How long a short step waits for a thread that is busy with another short one. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Step> briefSteps = new TreeSet<>();
  private final TreeSet<Step> longSteps = new TreeSet<>();
  private final @Nullable Waiter[] waiters = new Waiter[2];
  private long made;
  private boolean closed;

  /** A step that waits for its time. */
  final class Step implements Comparable<Step> {

    private final long atNanos;
    private final long number;
    private final String target;
    private final boolean brief;
    private final Runnable action;

    private Step(long atNanos, long number, String target, boolean brief, Runnable action) {
      this.atNanos = atNanos;
      this.number = number;
      this.target = target;
      this.brief = brief;
      this.action = action;
    }

    /** Takes the step back, unless it has begun. */
    void cancel() {
      lock.lock();
      try {
        steps().remove(this);
      } finally {
        lock.unlock();
      }
    }

    private TreeSet<Step> steps() {
      return brief ? briefSteps : longSteps;
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
   * @param target whose step it is, for the name of the virtual thread
   * @param brief whether the step is expected to be short
   * @return to be cancelled when it is not wanted any more
   */
  Step after(long ms, String target, boolean brief, Runnable action) {
    lock.lock();
    try {
      long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, ms));
      Step step = new Step(at, made++, target, brief, action);
      if (!closed) {
        step.steps().add(step);
        for (int i = 0; i < waiters.length; i++) {
          if (waiters[i] == null) {
            start(i);
          }
        }
        wakeBy(brief ? at + GATHER_NANOS : at);
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

  /** Wakes a waiting thread if none will be awake by a time; the lock is held. */
  private void wakeBy(long nanos) {
    Waiter chosen = null;
    for (Waiter waiter : waiters) {
      if (waiter != null && waiter.waits) {
        if (waiter.untilNanos - nanos <= 0) {
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
      briefSteps.clear();
      longSteps.clear();
      for (Waiter waiter : waiters) {
        if (waiter != null) {
          waiter.wake.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isDue(TreeSet<Step> steps, long now) {
    return !steps.isEmpty() && steps.first().atNanos - now <= 0;
  }

  private static void startThread(Step step) {
    Thread.ofVirtual().name("scrape " + step.target).start(step.action);
  }

  private static @Nullable Step first(TreeSet<Step> steps) {
    return steps.isEmpty() ? null : steps.first();
  }

  private static long time(@Nullable Step step, long now) {
    return step == null ? now + NEVER_NANOS : step.atNanos;
  }

  private static long earlier(long nanos, long other) {
    return nanos - other < 0 ? nanos : other;
  }

  private static long later(long nanos, long other) {
    return nanos - other < 0 ? other : nanos;
  }

  /** One of the threads; the lock guards its fields. */
  private final class Waiter implements Runnable {

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
          LOG.error("A step of the scrape of {} failed inside this server.", step.target, e);
        }
        step = next();
      }
    }

    /** Waits for the next step that this thread is to run, or returns null at its end. */
    private @Nullable Step next() {
      lock.lock();
      try {
        while (!closed && waiters[place] == this) {
          long now = System.nanoTime();
          Waiter other = other();
          if (isDue(longSteps, now)) {
            startThread(longSteps.removeFirst());
          } else if (!isDue(briefSteps, now)) {
            await(now);
          } else if (other.waits) {
            busySince = now;
            Step mine = briefSteps.removeFirst();
            wakeBy(wantedBeside(this, now));
            return mine;
          } else if (wantedBeside(other, now) - now > 0) {
            await(now);
          } else {
            startThread(briefSteps.removeFirst());
            if (now - other.busySince > PATIENCE_NANOS) {
              start(other.place);
            }
          }
        }
        return null;
      } finally {
        lock.unlock();
      }
    }

    /** Waits until this thread is wanted, or is woken. */
    private void await(long now) {
      Waiter other = other();
      untilNanos = other.waits ? wantedNext(other, now) : wantedBeside(other, now);
      waits = true;
      try {
        var unused = wake.awaitNanos(untilNanos - now);
      } catch (InterruptedException e) {
        LOG.trace("meant a step that has ended", e);
      } finally {
        waits = false;
      }
    }

    /** Returns when a thread is wanted beside one that is busy with a short step. */
    private long wantedBeside(Waiter busy, long now) {
      long wanted = time(first(longSteps), now);
      if (briefSteps.isEmpty()) {
        return wanted;
      }
      long at = briefSteps.first().atNanos;
      return earlier(wanted, later(at, earlier(at, busy.busySince) + GRACE_NANOS));
    }

    /**
     * Returns when this thread is wanted while the other one waits: for the first step, or, if the
     * other will be there for that, for what it may not be back for.
     */
    private long wantedNext(Waiter other, long now) {
      Step longStep = first(longSteps);
      Step briefStep = first(briefSteps);
      long first = earlier(time(longStep, now), time(briefStep, now) + GATHER_NANOS);
      long covered = other.untilNanos;
      if (covered - first > 0) {
        return first;
      }
      if (longStep != null && longStep.atNanos - covered <= 0) {
        longStep = longSteps.higher(longStep);
      }
      if (briefStep != null) {
        briefStep = briefSteps.higher(briefStep);
      }
      long brief = later(time(briefStep, now), covered + GRACE_NANOS);
      return earlier(time(longStep, now), brief);
    }

    /** The two are started together. */
    private Waiter other() {
      return Objects.requireNonNull(waiters[1 - place]);
    }
  }
}
