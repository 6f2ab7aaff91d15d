// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.scrape.ScrapeFailure;
import io.narthex.scrape.internal.append.ScrapeException;
import io.narthex.spi.model.MetricMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes one target again and again. Each scrape has a virtual thread of its own, or the timer's
 * when the target is inside this process, and between two of them there is none: the stacks of
 * thousands of sleeping threads would wander through the generations of the collector again and
 * again. When the loop is told to end, it waits for just over two intervals, or for a moment when
 * the target is inside this process, in which the target may come back under a loop of its own, and
 * then marks the target's series as ended; when the server ends it does not.
 *
 * <p>At most one step of a loop runs or waits at any time; the monitor guards which.
 */
final class ScrapeLoop {

  private static final Logger LOG = LoggerFactory.getLogger(ScrapeLoop.class);

  /** How long the update of a plug-in may take, so that its series do not end meanwhile. */
  private static final long UPDATE_MS = 1_500;

  /** In place of the time of an end that is not told. */
  private static final long NO_END = Long.MIN_VALUE;

  private final ScrapeContext context;
  private final TargetScraper scraper;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile LoopSettings settings;
  private volatile boolean ending;
  private volatile boolean shuttingDown;

  /** The step that waits for its time, if one does. */
  private ScrapeTimer.@Nullable Step waiting;

  /** The number of the last wait, so that one that was cancelled too late is known. */
  private int armed;

  /** The thread of the step that runs, if one does; only that thread touches what follows. */
  private @Nullable Thread working;

  /** The scrape whose exporter is being asked, if one is. */
  private TargetScraper.@Nullable Attempt asking;

  /** When the next scrape is due. */
  private volatile long slot;

  ScrapeLoop(ScrapeContext context, LoopSettings settings) {
    this.context = context;
    this.settings = settings;
    this.scraper = new TargetScraper(context, settings);
  }

  void start() {
    context.running().add(this);
    synchronized (this) {
      slot = settings.schedule().next(context.clock().millis());
      arm();
    }
  }

  /** Goes by other settings from the next scrape on. */
  synchronized void settings(LoopSettings next) {
    Schedule before = settings.schedule();
    settings = next;
    if (!before.equals(next.schedule()) && working == null && !ending) {
      disarm();
      slot = next.schedule().next(context.clock().millis());
      arm();
    }
  }

  /** Ends the loop because its target is gone; a scrape under way is still stored. */
  synchronized void end() {
    if (!ending) {
      ending = true;
      disarm();
      launch(this::finish);
    }
  }

  /** Ends the loop because the server ends. */
  synchronized void shutdown() {
    shuttingDown = true;
    ending = true;
    disarm();
    if (working != null) {
      working.interrupt();
    }
    if (asking != null) {
      // The exporter need not heed the interrupt, and what it brings is not wanted any more.
      asking = null;
      working = null;
    }
    launch(() -> conclude(NO_END));
  }

  /** Waits for the loop's end. */
  void join(Duration atMost) throws InterruptedException {
    ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  Target target() {
    return settings.target();
  }

  LastScrape last() {
    return scraper.last();
  }

  /** Returns the last scrapes that failed, the latest first. */
  List<ScrapeFailure> failures() {
    return scraper.failures();
  }

  List<MetricMetadata> metadata() {
    return scraper.metadata();
  }

  /** Waits for the next time of the schedule; the monitor is held. */
  private void arm() {
    // Not longer than an interval, in case that the clock is set meanwhile.
    long left = Math.min(slot - context.clock().millis(), settings.schedule().intervalMs());
    arm(left, this::turn);
  }

  private void arm(long ms, Runnable step) {
    int number = ++armed;
    Target target = settings.target();
    waiting =
        context
            .timer()
            .after(
                ms,
                target.url(),
                target.inProcess(),
                () -> {
                  if (begins(number)) {
                    step.run();
                  }
                });
  }

  /** Makes this thread the one that works, if it is for the last wait. */
  private synchronized boolean begins(int number) {
    if (number != armed || working != null || ended.getCount() == 0) {
      return false;
    }
    waiting = null;
    working = Thread.currentThread();
    return true;
  }

  /** Waits for nothing any more; the monitor is held. */
  private void disarm() {
    armed++;
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
  }

  /** Runs a step of the loop, if none runs and it has not ended; the monitor is held. */
  private void launch(Runnable step) {
    if (working == null && ended.getCount() > 0) {
      waiting = null;
      working = Thread.ofVirtual().name("scrape " + settings.target().url()).start(step);
    }
  }

  /** Scrapes if it is time, and waits for the next time. */
  private void turn() {
    LoopSettings now = settings;
    long time = context.clock().millis();
    if (time < slot || ending) {
      rest(now, time >= slot);
      return;
    }
    TargetScraper.Attempt attempt;
    try {
      attempt = scraper.begin(now, now.schedule().timestamp(time, slot, context.toleranceMs()));
    } catch (RuntimeException e) {
      broken(now, e);
      rest(now, true);
      return;
    }
    if (now.target().inProcess() && now.forcedError().isEmpty()) {
      ask(attempt);
    } else {
      complete(attempt, () -> scraper.fetch(attempt));
    }
  }

  /** Asks the exporter; the scrape goes on with its answer, or at the deadline without it. */
  private void ask(TargetScraper.Attempt attempt) {
    synchronized (this) {
      asking = attempt;
    }
    Target target = attempt.settings().target();
    try {
      context
          .exporters()
          .collect(
              target.address(),
              target.timeout(),
              outcome -> goOn(attempt, () -> scraper.take(outcome)));
    } catch (InterruptedException e) {
      goOn(
          attempt,
          () -> {
            throw e;
          });
    }
  }

  private void goOn(TargetScraper.Attempt attempt, TargetScraper.Source source) {
    synchronized (this) {
      if (asking != attempt) {
        return;
      }
      asking = null;
      working = Thread.currentThread();
    }
    complete(attempt, source);
  }

  /** Stores the rest of a scrape, and waits for the next time. */
  private void complete(TargetScraper.Attempt attempt, TargetScraper.Source source) {
    LoopSettings now = attempt.settings();
    try {
      scraper.scrape(attempt, source);
    } catch (InterruptedException e) {
      LOG.trace("shutting down", e);
    } catch (RuntimeException e) {
      broken(now, e);
    } finally {
      rest(now, true);
    }
  }

  private void broken(LoopSettings now, RuntimeException e) {
    LOG.error("The scrape of {} failed inside this server.", now.target().url(), e);
    scraper.broken();
  }

  /** Ends a step, and waits for the next. */
  private synchronized void rest(LoopSettings now, boolean slotUsed) {
    working = null;
    if (slotUsed) {
      slot = slotAfter(now);
    }
    if (ending) {
      launch(this::finish);
    } else {
      if (now != settings && !now.schedule().equals(settings.schedule())) {
        slot = settings.schedule().next(context.clock().millis());
      }
      arm();
    }
  }

  private long slotAfter(LoopSettings now) {
    Schedule schedule = now.schedule();
    long next = schedule.next(slot + 1);
    long late = context.clock().millis();
    // The clock was set, or the machine slept: times that passed are not made up for.
    return late - next > schedule.intervalMs() || next - late > schedule.intervalMs()
        ? schedule.next(late)
        : next;
  }

  /** Ends the loop, after a pause in which the target may turn up elsewhere. */
  private void finish() {
    // The connection is not kept while the series wait for their end.
    scraper.disconnect();
    synchronized (this) {
      working = null;
      if (!shuttingDown && scraper.last().start() != null) {
        long now = context.clock().millis();
        boolean inProcess = settings.target().inProcess();
        long interval = settings.schedule().intervalMs();
        long pause = Math.max(0, slot - now) + interval + interval / 10;
        long staleAt =
            inProcess
                ? Math.max(now, scraper.last().start().toEpochMilli() + 1)
                : Math.max(slot, now);
        arm(inProcess ? Math.min(pause, UPDATE_MS) : pause, () -> conclude(staleAt));
      } else {
        launch(() -> conclude(NO_END));
      }
    }
  }

  private boolean hasSuccessor() {
    return context.running().stream()
        .anyMatch(
            other ->
                other != this
                    && !other.ending
                    && other.target().shown().equals(settings.target().shown()));
  }

  /**
   * Marks the series as ended: as upstream at the time at which the next scrape would have been,
   * and after a pause in which the target may turn up elsewhere. An exporter inside this process
   * does not turn up elsewhere: its series end now, unless an update of its plug-in brings it back
   * at once.
   */
  private void conclude(long staleAt) {
    try {
      if (staleAt != NO_END
          && !shuttingDown
          && !(settings.target().inProcess() && hasSuccessor())) {
        scraper.end(staleAt);
      }
    } catch (ScrapeException e) {
      LOG.warn(
          "The end of the series of {} could not be stored: {}",
          settings.target().url(),
          e.getMessage());
    } finally {
      scraper.close();
      context.running().remove(this);
      ended.countDown();
    }
  }
}
