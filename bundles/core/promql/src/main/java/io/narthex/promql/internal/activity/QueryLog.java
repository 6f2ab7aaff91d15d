// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.narthex.promql.QueryOrigin;
import io.narthex.promql.QueryStatistics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The query log: a line of JSON for each query that ended, in upstream's form, appended to the file
 * that {@code global.query_log_file} names. A file that cannot be written is logged once and
 * counted; queries go on. Safe for several threads.
 */
public final class QueryLog {

  private static final Logger LOG = LoggerFactory.getLogger(QueryLog.class);

  private static final JsonFactory JSON = new JsonFactory();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final LongAdder failures = new LongAdder();
  private @Nullable Path file;
  private @Nullable OutputStream out;
  private boolean failing;

  /** Begins a log that goes nowhere. */
  public QueryLog() {}

  /**
   * Sets the file. The same file is opened anew, so that one that was moved away for rotation is
   * left alone after a reload.
   *
   * @param newFile where to append, or null to log nothing
   */
  public synchronized void file(@Nullable Path newFile) {
    if (!Objects.equals(file, newFile)) {
      LOG.info(
          newFile == null ? "queries are not logged any more" : "queries are logged in {}",
          newFile);
    }
    close();
    file = newFile;
    failing = false;
    if (newFile != null) {
      try {
        out = Files.newOutputStream(newFile, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        failed(newFile, e);
      }
    }
  }

  /** Returns whether queries are logged. */
  public synchronized boolean enabled() {
    return file != null;
  }

  /** Returns how many lines could not be written. */
  public long failures() {
    return failures.sum();
  }

  /** Logs a query. */
  public void log(QueryRecord query) {
    if (!enabled()) {
      return;
    }
    byte[] line = line(query, Instant.now());
    synchronized (this) {
      OutputStream to = out;
      Path named = file;
      if (named == null) {
        return;
      }
      if (to == null) {
        failures.increment();
        return;
      }
      try {
        // In one write, so that lines stay whole beside those of another process.
        to.write(line);
      } catch (IOException e) {
        failed(named, e);
      }
    }
  }

  private void failed(Path named, IOException e) {
    failures.increment();
    if (!failing) {
      failing = true;
      LOG.warn("queries cannot be logged in {}: {}; a reload tries again", named, e.toString());
    }
  }

  /** Returns the line of a query with its line feed. */
  static byte[] line(QueryRecord query, Instant now) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("time", now.toString());
      json.writeStringField("level", "INFO");
      json.writeStringField("msg", "promql query logged");
      json.writeObjectFieldStart("params");
      json.writeStringField("end", TIME.format(Instant.ofEpochMilli(query.endMs())));
      json.writeStringField("query", query.expression());
      json.writeStringField("start", TIME.format(Instant.ofEpochMilli(query.startMs())));
      json.writeNumberField("step", query.stepMs() / 1000);
      json.writeEndObject();
      if (query.error() != null) {
        json.writeStringField("error", query.error());
      }
      statistics(json, query.statistics());
      // Queries are not traced, which upstream writes as these.
      json.writeStringField("spanID", "0000000000000000");
      json.writeStringField("traceID", "00000000000000000000000000000000");
      origin(json, query.origin());
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void statistics(JsonGenerator json, QueryStatistics s) throws IOException {
    json.writeObjectFieldStart("stats");
    json.writeObjectFieldStart("timings");
    json.writeNumberField("evalTotalTime", s.evaluationNanos() / 1e9);
    json.writeNumberField("resultSortTime", 0);
    json.writeNumberField("queryPreparationTime", s.parseNanos() / 1e9);
    json.writeNumberField("innerEvalTime", s.evaluationNanos() / 1e9);
    json.writeNumberField("execQueueTime", s.queueNanos() / 1e9);
    json.writeNumberField("execTotalTime", (s.queueNanos() + s.evaluationNanos()) / 1e9);
    json.writeEndObject();
    json.writeObjectFieldStart("samples");
    json.writeNumberField("totalQueryableSamples", s.totalSamples());
    json.writeNumberField("samplesRead", s.samplesRead());
    json.writeNumberField("peakSamples", s.peakSamples());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void origin(JsonGenerator json, QueryOrigin origin) throws IOException {
    switch (origin) {
      case QueryOrigin.Http http -> {
        json.writeObjectFieldStart("httpRequest");
        json.writeStringField("clientIP", http.clientAddress());
        json.writeStringField("method", http.method());
        json.writeStringField("path", http.path());
        json.writeEndObject();
      }
      case QueryOrigin.Rule rule -> {
        json.writeObjectFieldStart("ruleGroup");
        json.writeStringField("file", rule.file());
        json.writeStringField("name", rule.group());
        json.writeEndObject();
      }
      case QueryOrigin.Internal _, QueryOrigin.WarmUp _ -> {
        // Has no name.
      }
    }
  }

  /** Closes the file. */
  public synchronized void close() {
    OutputStream open = out;
    out = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("the query log was not closed cleanly: {}", e.toString());
      }
    }
  }
}
