// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.exposition.Format;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes one target again and again, on a virtual thread of its own. When it is told to end, it
 * waits for just over two intervals, or for a moment when the target is inside this process, in
 * which the target may come back under a loop of its own, and then marks the target's series as
 * ended; when the server ends it does not.
 */
final class ScrapeLoop {

  private static final Logger LOG = LoggerFactory.getLogger(ScrapeLoop.class);

  /** How long the update of a plug-in may take, so that its series do not end meanwhile. */
  private static final long UPDATE_MS = 1_500;
  /** How many failures of a target are kept to be shown. */
  private static final int KEPT_FAILURES = 5;

  private final ScrapeContext context;
  private final TargetAppender appender;
  private final Thread thread;
  private volatile LoopSettings settings;
  private volatile LastScrape last = LastScrape.NONE;
  private volatile List<ScrapeFailure> failures = List.of();
  private volatile boolean ending;
  private volatile boolean shuttingDown;
  private volatile boolean woken;

  private @Nullable LoopSettings applied;
  private @Nullable HttpScraper scraper;
  private int engineNumber = -1;
  private long previousStart;
  private int bodyBytes;

  ScrapeLoop(ScrapeContext context, LoopSettings settings) {
    this.context = context;
    this.settings = settings;
    this.appender =
        new TargetAppender(
            settings.target().inProcess(), labels(settings), rules(context, settings));
    this.thread = Thread.ofVirtual().name("scrape " + settings.target().url()).unstarted(this::run);
  }

  private static SampleLabels labels(LoopSettings settings) {
    return new SampleLabels(settings.config(), settings.target().shown());
  }

  private static ScrapeRules rules(ScrapeContext context, LoopSettings settings) {
    return ScrapeRules.of(settings.config(), settings.target().labels(), context.features());
  }

  void start() {
    context.running().add(this);
    thread.start();
  }

  /** Goes by other settings from the next scrape on. */
  void settings(LoopSettings next) {
    Schedule before = settings.schedule();
    settings = next;
    if (!before.equals(next.schedule())) {
      wake();
    }
  }

  /** Ends the loop because its target is gone; a scrape under way is still stored. */
  void end() {
    ending = true;
    wake();
  }

  /** Ends the loop because the server ends. */
  void shutdown() {
    shuttingDown = true;
    ending = true;
    woken = true;
    thread.interrupt();
  }

  private void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  /** Waits for the loop's end. */
  void join(Duration atMost) throws InterruptedException {
    thread.join(atMost);
  }

  Target target() {
    return settings.target();
  }

  LastScrape last() {
    return last;
  }

  /** Returns the last scrapes that failed, the latest first. */
  List<ScrapeFailure> failures() {
    return failures;
  }

  List<MetricMetadata> metadata() {
    return appender.metadata();
  }

  private void run() {
    long slot = settings.schedule().next(context.clock().millis());
    while (!ending) {
      if (!sleepUntil(slot)) {
        slot = settings.schedule().next(context.clock().millis());
        continue;
      }
      LoopSettings now = settings;
      long begin = context.clock().millis();
      try {
        scrape(now, now.schedule().timestamp(begin, slot));
      } catch (InterruptedException e) {
        LOG.trace("shutting down", e);
        break;
      } catch (RuntimeException e) {
        LOG.error("The scrape of {} failed inside this server.", now.target().url(), e);
        appender.close();
      }
      Schedule schedule = settings.schedule();
      slot = schedule.next(slot + 1);
      long late = context.clock().millis();
      if (late - slot > schedule.intervalMs() || slot - late > schedule.intervalMs()) {
        // The clock was set, or the machine slept: times that passed are not made up for.
        slot = schedule.next(late);
      }
    }
    try {
      if (!shuttingDown && last.start() != null) {
        endSeries(slot);
      }
    } catch (InterruptedException e) {
      LOG.trace("shutting down", e);
    } finally {
      appender.close();
      context.running().remove(this);
    }
  }

  /** Returns false when the sleep was cut short. */
  private boolean sleepUntil(long timeMs) {
    while (!woken) {
      long left = timeMs - context.clock().millis();
      if (left <= 0) {
        return true;
      }
      // Not longer than an interval, in case that the clock is set meanwhile.
      long atMost = Math.min(left, settings.schedule().intervalMs());
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(atMost));
    }
    woken = false;
    return false;
  }

  private void scrape(LoopSettings now, long timestampMs) throws InterruptedException {
    apply(now);
    String storageProblem = takeWriter(now);
    long start = System.nanoTime();
    Instant startTime = Instant.ofEpochMilli(timestampMs);
    if (previousStart != 0) {
      context.metrics().interval(now.target().interval(), start - previousStart);
    }
    previousStart = start;
    bodyBytes = 0;
    String error = "";
    appender.begin(timestampMs);
    try {
      if (!now.forcedError().isEmpty()) {
        throw new ScrapeException(Kind.TARGET_LIMIT, now.forcedError());
      }
      take(now);
      if (storageProblem.isEmpty()) {
        appender.good();
      } else {
        appender.failed();
      }
    } catch (ScrapeException e) {
      error = String.valueOf(e.getMessage());
      context.metrics().failure(e.kind());
      failed(now, new ScrapeFailure(startTime, e.phase(), error));
      bodyBytes = e.kind() == Kind.BODY_SIZE_LIMIT ? -1 : bodyBytes;
      LOG.debug("The scrape of {} failed: {}", now.target().url(), error);
      appender.failed();
    }
    long nanos = System.nanoTime() - start;
    boolean up = error.isEmpty();
    report(now, up, nanos);
    try {
      context.metrics().counted(appender.commit());
    } catch (ScrapeException e) {
      storageProblem = String.valueOf(e.getMessage());
      context.metrics().failure(e.kind());
    }
    context.metrics().duration(nanos);
    last =
        new LastScrape(
            up ? TargetHealth.UP : TargetHealth.DOWN,
            !up ? error : storageProblem.isEmpty() ? appender.warning() : storageProblem,
            startTime,
            Duration.ofNanos(nanos));
  }

  private void failed(LoopSettings now, ScrapeFailure failure) {
    List<ScrapeFailure> next = new ArrayList<>(KEPT_FAILURES);
    next.add(failure);
    next.addAll(failures.subList(0, Math.min(failures.size(), KEPT_FAILURES - 1)));
    failures = List.copyOf(next);
    Path log = now.config().scrapeFailureLogFile();
    if (log != null) {
      context
          .failures()
          .log(log, failure.time(), now.config().jobName(), now.target().url(), failure.message());
    }
  }

  private void apply(LoopSettings now) {
    if (now != applied) {
      appender.settings(labels(now), rules(context, now));
      scraper =
          now.target().inProcess()
              ? null
              : new HttpScraper(
                  context.clients(),
                  now.config(),
                  now.target().url(),
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

  private void take(LoopSettings now) throws ScrapeException, InterruptedException {
    HttpScraper http = scraper;
    if (http == null) {
      try {
        appender.take(context.exporters().collect(now.target().address(), now.target().timeout()));
      } catch (PluginCallException e) {
        throw new ScrapeException(Kind.TARGET, String.valueOf(e.getMessage()), e);
      }
      return;
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
    if (config.extraScrapeMetrics() || context.features().extraMetrics()) {
      appender.report(ReportSeries.TIMEOUT, now.target().timeout().toMillis() / 1e3);
      appender.report(ReportSeries.SAMPLE_LIMIT, config.sampleLimit());
      appender.report(ReportSeries.BODY_SIZE, bodyBytes);
    }
  }

  /**
   * Marks the series as ended: as upstream at the time at which the next scrape would have been,
   * and after a pause in which the target may turn up elsewhere. An exporter inside this process
   * does not turn up elsewhere: its series end now, unless an update of its plug-in brings it back
   * at once.
   */
  private void endSeries(long slot) throws InterruptedException {
    long interval = settings.schedule().intervalMs();
    long now = context.clock().millis();
    long staleAt = Math.max(slot, now);
    long pause = Math.max(0, staleAt - now) + interval + interval / 10;
    if (settings.target().inProcess()) {
      staleAt = Math.max(now, last.start() == null ? 0 : last.start().toEpochMilli() + 1);
      pause = Math.min(pause, UPDATE_MS);
    }
    Thread.sleep(pause);
    if (context.storage().present().number() != engineNumber
        || (settings.target().inProcess() && hasSuccessor())) {
      return;
    }
    try {
      appender.end(staleAt);
    } catch (ScrapeException e) {
      LOG.warn(
          "The end of the series of {} could not be stored: {}",
          settings.target().url(),
          e.getMessage());
    }
  }
}
