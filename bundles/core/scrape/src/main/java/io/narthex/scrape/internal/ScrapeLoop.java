// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.exposition.Format;
import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.PluginCallException;
import io.narthex.scrape.ScrapeFailure;
import io.narthex.scrape.TargetHealth;
import io.narthex.scrape.internal.append.ReportSeries;
import io.narthex.scrape.internal.append.SampleLabels;
import io.narthex.scrape.internal.append.ScrapeException;
import io.narthex.scrape.internal.append.ScrapeException.Kind;
import io.narthex.scrape.internal.append.ScrapeRules;
import io.narthex.scrape.internal.append.TargetAppender;
import io.narthex.scrape.internal.http.BodyBuffer;
import io.narthex.scrape.internal.http.HttpScraper;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.StorageException;
import io.narthex.storage.RowIntake;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
  private final TargetAppender appender;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile LoopSettings settings;
  private volatile LastScrape last = LastScrape.NONE;
  private final LastFailures failures = new LastFailures();
  private volatile boolean ending;
  private volatile boolean shuttingDown;

  /** The step that waits for its time, if one does. */
  private ScrapeTimer.@Nullable Step waiting;

  /** The number of the last wait, so that one that was cancelled too late is known. */
  private int armed;

  /** The thread of the step that runs, if one does; only that thread touches what follows. */
  private @Nullable Thread working;

  /** The scrape whose exporter is being asked, if one is. */
  private @Nullable Attempt asking;

  /** When the next scrape is due. */
  private volatile long slot;

  private @Nullable LoopSettings applied;
  private @Nullable HttpScraper scraper;
  private int engineNumber = -1;
  private long previousStart;
  private int bodyBytes;

  /** A scrape that has begun. */
  private record Attempt(
      LoopSettings settings, Instant time, long startNanos, String storageProblem) {}

  /** How the samples of a scrape are got. */
  private interface Source {
    void take() throws ScrapeException, InterruptedException;
  }

  ScrapeLoop(ScrapeContext context, LoopSettings settings) {
    this.context = context;
    this.settings = settings;
    this.appender =
        new TargetAppender(
            settings.target().inProcess(), labels(settings), rules(context, settings));
  }

  private static SampleLabels labels(LoopSettings settings) {
    return new SampleLabels(settings.config(), settings.target().shown());
  }

  private static ScrapeRules rules(ScrapeContext context, LoopSettings settings) {
    return ScrapeRules.of(settings.config(), settings.target().labels(), context.features());
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
    return last;
  }

  /** Returns the last scrapes that failed, the latest first. */
  List<ScrapeFailure> failures() {
    return failures.list();
  }

  List<MetricMetadata> metadata() {
    return appender.metadata();
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
    Attempt attempt;
    try {
      attempt = begin(now, now.schedule().timestamp(time, slot, context.toleranceMs()));
    } catch (RuntimeException e) {
      broken(now, e);
      rest(now, true);
      return;
    }
    if (now.target().inProcess() && now.forcedError().isEmpty()) {
      ask(attempt);
    } else {
      complete(attempt, () -> fetch(attempt));
    }
  }

  /** Asks the exporter; the scrape goes on with its answer, or at the deadline without it. */
  private void ask(Attempt attempt) {
    synchronized (this) {
      asking = attempt;
    }
    Target target = attempt.settings().target();
    try {
      context
          .exporters()
          .collect(
              target.address(), target.timeout(), outcome -> goOn(attempt, () -> take(outcome)));
    } catch (InterruptedException e) {
      goOn(
          attempt,
          () -> {
            throw e;
          });
    }
  }

  private void goOn(Attempt attempt, Source source) {
    synchronized (this) {
      if (asking != attempt) {
        return;
      }
      asking = null;
      working = Thread.currentThread();
    }
    complete(attempt, source);
  }

  private void take(CallOutcome<MetricSnapshots> outcome) throws ScrapeException {
    try {
      appender.take(outcome.get());
    } catch (PluginCallException e) {
      throw new ScrapeException(Kind.TARGET, String.valueOf(e.getMessage()), e);
    }
  }

  /** Stores the rest of a scrape, and waits for the next time. */
  private void complete(Attempt attempt, Source source) {
    LoopSettings now = attempt.settings();
    try {
      scrape(attempt, source);
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
    appender.close();
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
    closeScraper();
    synchronized (this) {
      working = null;
      if (!shuttingDown && last.start() != null) {
        long now = context.clock().millis();
        boolean inProcess = settings.target().inProcess();
        long interval = settings.schedule().intervalMs();
        long pause = Math.max(0, slot - now) + interval + interval / 10;
        long staleAt =
            inProcess ? Math.max(now, last.start().toEpochMilli() + 1) : Math.max(slot, now);
        arm(inProcess ? Math.min(pause, UPDATE_MS) : pause, () -> conclude(staleAt));
      } else {
        launch(() -> conclude(NO_END));
      }
    }
  }

  private void closeScraper() {
    HttpScraper before = scraper;
    scraper = null;
    if (before != null) {
      before.close();
    }
  }

  private Attempt begin(LoopSettings now, long timestampMs) {
    apply(now);
    String storageProblem = takeWriter(now);
    long start = System.nanoTime();
    if (previousStart != 0) {
      context.metrics().interval(now.target().interval(), start - previousStart);
    }
    previousStart = start;
    bodyBytes = 0;
    appender.begin(timestampMs);
    return new Attempt(now, Instant.ofEpochMilli(timestampMs), start, storageProblem);
  }

  private void scrape(Attempt attempt, Source source) throws InterruptedException {
    LoopSettings now = attempt.settings();
    String storageProblem = attempt.storageProblem();
    String error = "";
    try {
      source.take();
      if (storageProblem.isEmpty()) {
        appender.good();
      } else {
        appender.failed();
      }
    } catch (ScrapeException e) {
      error = String.valueOf(e.getMessage());
      context.metrics().failure(e.kind());
      failed(now, new ScrapeFailure(attempt.time(), e.phase(), error), e.kind());
      bodyBytes = e.kind() == Kind.BODY_SIZE_LIMIT ? -1 : bodyBytes;
      LOG.debug("The scrape of {} failed: {}", now.target().url(), error);
      appender.failed();
    }
    long nanos = System.nanoTime() - attempt.startNanos();
    boolean up = error.isEmpty();
    report(now, up, nanos);
    try {
      context.metrics().counted(appender.commit());
    } catch (ScrapeException e) {
      storageProblem = String.valueOf(e.getMessage());
      context.metrics().failure(e.kind());
    }
    if (reportsMore(now)) {
      context.metrics().duration(System.nanoTime() - attempt.startNanos());
    }
    last =
        new LastScrape(
            up ? TargetHealth.UP : TargetHealth.DOWN,
            !up ? error : storageProblem.isEmpty() ? appender.warning() : storageProblem,
            attempt.time(),
            Duration.ofNanos(nanos));
  }

  private void failed(LoopSettings now, ScrapeFailure failure, Kind kind) {
    failures.add(failure);
    Path log = now.config().scrapeFailureLogFile();
    // As upstream: what a target answered badly, not what was not taken of a whole answer.
    if (log != null && (kind == Kind.TARGET || kind == Kind.BODY_SIZE_LIMIT)) {
      context
          .failures()
          .log(log, failure.time(), now.config().jobName(), now.target().url(), failure.message());
    }
  }

  private void apply(LoopSettings now) {
    if (now != applied) {
      appender.settings(labels(now), rules(context, now));
      closeScraper();
      scraper =
          now.target().inProcess()
              ? null
              : new HttpScraper(
                  context.clients(),
                  now.config(),
                  now.target().url(),
                  now.target().unixSocket(),
                  now.target().timeout(),
                  context.version());
      applied = now;
    }
  }

  /** Asks the present engine for a writer; returns why there is none, or empty. */
  private String takeWriter(LoopSettings now) {
    StorageGate.Present present = context.storage().present();
    if (present.number() != engineNumber) {
      appender.close();
      engineNumber = present.number();
    }
    RowIntake engine = present.engine();
    if (engine == null) {
      return "samples are not stored: there is no storage engine";
    }
    if (!appender.hasWriter()) {
      try {
        appender.writer(engine.writer(now.target().shown()));
      } catch (StorageException e) {
        return "samples are not stored: " + e.getMessage();
      }
    }
    return "";
  }

  private void fetch(Attempt attempt) throws ScrapeException, InterruptedException {
    String forced = attempt.settings().forcedError();
    HttpScraper http = scraper;
    if (!forced.isEmpty() || http == null) {
      throw new ScrapeException(Kind.TARGET_LIMIT, forced);
    }
    BodyBuffer buffer = context.buffers().take();
    try {
      Format format = http.fetch(buffer);
      bodyBytes = buffer.length();
      appender.take(format, buffer.bytes(), buffer.length());
    } finally {
      context.buffers().give(buffer);
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

  private void report(LoopSettings now, boolean up, long nanos) {
    ScrapeConfig config = now.config();
    appender.report(ReportSeries.UP, up ? 1 : 0);
    appender.report(ReportSeries.DURATION, nanos / 1e9);
    appender.report(ReportSeries.SAMPLES, appender.scraped());
    appender.report(ReportSeries.POST_RELABELING, appender.kept());
    appender.report(ReportSeries.SERIES_ADDED, appender.added());
    if (reportsMore(now)) {
      appender.report(ReportSeries.TIMEOUT, now.target().timeout().toMillis() / 1e3);
      appender.report(ReportSeries.SAMPLE_LIMIT, config.sampleLimit());
      appender.report(ReportSeries.BODY_SIZE, bodyBytes);
    }
  }

  private boolean reportsMore(LoopSettings now) {
    return now.config().extraScrapeMetrics() || context.features().extraMetrics();
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
          && context.storage().present().number() == engineNumber
          && !(settings.target().inProcess() && hasSuccessor())) {
        appender.end(staleAt);
      }
    } catch (ScrapeException e) {
      LOG.warn(
          "The end of the series of {} could not be stored: {}",
          settings.target().url(),
          e.getMessage());
    } finally {
      appender.close();
      closeScraper();
      context.running().remove(this);
      ended.countDown();
    }
  }
}
