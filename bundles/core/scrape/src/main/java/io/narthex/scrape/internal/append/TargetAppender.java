// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.exposition.Format;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.RowWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scrape loop needs of this package: it appends the scrapes of one target. A scrape is
 * {@link #begin}, one of the {@code take} methods followed by {@link #good}, or {@link #failed};
 * then {@link #report}s and {@link #commit}. Used by one thread at a time, but {@link #metadata},
 * which any may call.
 */
public final class TargetAppender {

  private final MetadataCache metadata = new MetadataCache();
  private final TargetRow row;
  private final @Nullable BodyIngest bodies;
  private final @Nullable SnapshotIngest snapshots;

  /** Whether the body of this scrape has no byte. */
  private boolean empty;

  /**
   * Makes an appender without a writer.
   *
   * @param inProcess whether samples come as snapshots, otherwise as bodies
   * @param labels what becomes of labels
   * @param rules how samples are taken
   */
  public TargetAppender(boolean inProcess, SampleLabels labels, ScrapeRules rules) {
    if (inProcess) {
      LabelKeys keys = new LabelKeys();
      row = new TargetRow(keys, labels, rules);
      bodies = null;
      snapshots = new SnapshotIngest(keys, row, metadata);
    } else {
      ByteKeys keys = new ByteKeys();
      row = new TargetRow(keys, labels, rules);
      bodies = new BodyIngest(keys, row, metadata);
      snapshots = null;
    }
    settings(labels, rules);
  }

  /** Takes new settings, between scrapes. */
  public void settings(SampleLabels labels, ScrapeRules rules) {
    row.settings(labels, rules);
    if (snapshots != null) {
      snapshots.histograms(rules.histograms());
    }
    if (bodies != null) {
      bodies.options(rules.readerOptions());
    }
  }

  /** Returns whether there is a writer. */
  public boolean hasWriter() {
    return row.hasWriter();
  }

  /** Takes a writer, or none, between scrapes; the one before must be closed already. */
  public void writer(@Nullable RowWriter writer) {
    row.writer(writer);
  }

  /** Begins a scrape. */
  public void begin(long timestampMs) {
    empty = false;
    row.begin(timestampMs);
    metadata.begin();
  }

  /** Takes a body's samples. */
  public void take(Format format, byte[] body, int length) throws ScrapeException {
    if (bodies == null) {
      throw new IllegalStateException("this target gives snapshots");
    }
    empty = length == 0;
    bodies.take(format, body, length);
  }

  /** Takes an exporter's samples. */
  public void take(MetricSnapshots collected) throws ScrapeException {
    if (snapshots == null) {
      throw new IllegalStateException("this target gives bodies");
    }
    snapshots.take(collected);
  }

  /** Ends the samples of a good scrape; when it throws, the scrape has {@link #failed}. */
  public void good() throws ScrapeException {
    if (empty) {
      // As upstream, its series end and are not new when they come back.
      failed();
      return;
    }
    row.good();
    askForNew();
    metadata.end(row::metadata);
  }

  /**
   * Ends a scrape that failed: its samples are forgotten. As upstream, the series that the scrape
   * had not got to are marked as ended; those that it had are alive still, the new ones too.
   */
  public void failed() {
    row.failed();
    askForNew();
  }

  private void askForNew() {
    if (row.hasNew()) {
      metadata.ask();
    }
  }

  /** Sets the value of a series about the scrape itself. */
  public void report(ReportSeries series, double value) {
    row.report(series, value);
  }

  /** Returns what is to be said of a good scrape all the same, or empty. */
  public String warning() {
    return row.warning();
  }

  /** Returns how many samples the target has exposed in this scrape. */
  public int scraped() {
    return row.scraped();
  }

  /** Returns how many samples are left after relabelling in this scrape. */
  public int kept() {
    return row.kept();
  }

  /** Returns how many series are new in this scrape, also when it has failed. */
  public int added() {
    return row.added();
  }

  /**
   * Writes the scrape.
   *
   * @throws ScrapeException when nothing could be written; there is no writer then
   */
  public ScrapeCounts commit() throws ScrapeException {
    return row.commit();
  }

  /** Marks all series of the target as ended, at a time. */
  public void end(long timestampMs) throws ScrapeException {
    row.begin(timestampMs);
    row.endAll();
    row.commit();
  }

  /** Gives the writer back. */
  public void close() {
    row.close();
  }

  /** Returns what the target says of its metric families. */
  public List<MetricMetadata> metadata() {
    return metadata.list();
  }
}
