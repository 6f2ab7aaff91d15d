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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the scrapes of one target: its connection, the writer of its row and its series, which stay
 * from one to the next. A scrape is {@link #begin} and {@link #scrape}. Used by one thread at a
 * time, but for what is told of the last scrapes, which any may ask for.
 */
final class TargetScraper {

  private static final Logger LOG = LoggerFactory.getLogger(TargetScraper.class);

  /** A scrape that has begun. */
  record Attempt(LoopSettings settings, Instant time, long startNanos, String storageProblem) {}

  /** How the samples of a scrape are got. */
  interface Source {
    void take() throws ScrapeException, InterruptedException;
  }

  private final ScrapeContext context;
  private final TargetAppender appender;
  private final LastFailures failures = new LastFailures();
  private volatile LastScrape last = LastScrape.NONE;
  private @Nullable LoopSettings applied;
  private @Nullable HttpScraper http;
  private int engineNumber = -1;
  private long previousStart;
  private int bodyBytes;

  TargetScraper(ScrapeContext context, LoopSettings settings) {
    this.context = context;
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

  /** Begins a scrape by the settings, whose samples get a timestamp unless they bring their own. */
  Attempt begin(LoopSettings now, long timestampMs) {
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

  /** Takes the samples, and stores them with what is to be said of the scrape. */
  void scrape(Attempt attempt, Source source) throws InterruptedException {
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
      disconnect();
      http =
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

  /** Takes the samples of the target's answer over HTTP. */
  void fetch(Attempt attempt) throws ScrapeException, InterruptedException {
    String forced = attempt.settings().forcedError();
    HttpScraper connected = http;
    if (!forced.isEmpty() || connected == null) {
      throw new ScrapeException(Kind.TARGET_LIMIT, forced);
    }
    BodyBuffer buffer = context.buffers().take();
    try {
      Format format = connected.fetch(buffer);
      bodyBytes = buffer.length();
      appender.take(format, buffer.bytes(), buffer.length());
    } finally {
      context.buffers().give(buffer);
    }
  }

  /** Takes the samples that an exporter inside this process has brought, or not. */
  void take(CallOutcome<MetricSnapshots> outcome) throws ScrapeException {
    try {
      appender.take(outcome.get());
    } catch (PluginCallException e) {
      throw new ScrapeException(Kind.TARGET, String.valueOf(e.getMessage()), e);
    }
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

  /** Gives the connection up. */
  void disconnect() {
    HttpScraper before = http;
    http = null;
    if (before != null) {
      before.close();
    }
  }

  /** Gives the writer up, because a scrape has failed inside this server. */
  void broken() {
    appender.close();
  }

  /** Marks the target's series as ended, if the engine is the one that has them. */
  void end(long timestampMs) throws ScrapeException {
    if (context.storage().present().number() == engineNumber) {
      appender.end(timestampMs);
    }
  }

  /** Gives the writer and the connection up. */
  void close() {
    appender.close();
    disconnect();
  }
}
