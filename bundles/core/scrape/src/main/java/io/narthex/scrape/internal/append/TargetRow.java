// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.exposition.ExpositionReader;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row of one target: it takes the samples of a scrape, one double a column, and writes them in
 * one append, with stale markers for series that ended and with the series about the scrape itself.
 *
 * <p>A scrape is {@link #begin}, samples, then {@link #good} or {@link #failed}, the {@link
 * #report}s, and {@link #commit}. Nothing is written before the commit, so that no sample is stored
 * of a scrape that fails half way. In the steady state a sample costs a few array accesses and no
 * object. Used by one thread at a time.
 */
final class TargetRow {

  private static final Logger LOG = LoggerFactory.getLogger(TargetRow.class);

  /** The answer in place of an entry for a series that is not taken. */
  static final int REFUSED = -1;

  private final TargetSeries series;
  private final SeriesTable table;
  private final ExplicitSamples explicit = new ExplicitSamples();
  private final SideSamples side = new SideSamples();
  private final RowStarts starts;
  private final RefusedSeries refused = new RefusedSeries();
  private final RefusedHistograms refusedHistograms = new RefusedHistograms();
  private final RowColumns columns = new RowColumns();
  private final ReportColumns reports = new ReportColumns(columns);

  private @Nullable RowWriter writer;
  private SampleLabels labels;
  private ScrapeRules rules;
  private NativeLimits limits;

  private long timeMs;
  private int scraped;
  private int kept;
  private int sampled;
  private int added;

  private int duplicates;
  private int outOfBounds;
  private boolean flushed;

  TargetRow(SeriesKeys keys, SampleLabels labels, ScrapeRules rules) {
    this.labels = labels;
    this.rules = rules;
    this.limits = new NativeLimits(rules.histograms());
    this.starts = new RowStarts(rules.starts());
    this.series = new TargetSeries(keys, columns, starts);
    this.table = series.table();
  }

  /** Takes a writer, or none; series are numbered afresh, and nothing is marked as ended. */
  void writer(@Nullable RowWriter next) {
    writer = next;
    series.clear();
    reports.forget();
  }

  boolean hasWriter() {
    return writer != null;
  }

  /**
   * Takes new settings. When they change labels every line counts as new; a series that keeps its
   * labels all the same goes on without a gap.
   */
  void settings(SampleLabels nextLabels, ScrapeRules nextRules) {
    if (!nextLabels.equals(labels)) {
      series.forgetLines();
    }
    labels = nextLabels;
    if (!nextRules.equals(rules)) {
      rules = nextRules;
      limits = new NativeLimits(nextRules.histograms());
      starts.rules(nextRules.starts());
    }
  }

  SeriesTable table() {
    return table;
  }

  /** Begins a scrape whose samples get a timestamp unless they bring their own. */
  void begin(long timestampMs) {
    timeMs = timestampMs;
    scraped = 0;
    kept = 0;
    sampled = 0;
    added = 0;
    duplicates = 0;
    outOfBounds = 0;
    flushed = false;
    refusedHistograms.clear();
    refused.clear();
    table.begin();
    columns.begin();
  }

  /**
   * Takes a sample of a known series.
   *
   * @param startMs since when it counts, or 0
   */
  void sample(int entry, double value, boolean hasTimestamp, long timestampMs, long startMs) {
    scraped++;
    boolean first = table.meet(entry);
    int column = table.column(entry);
    if (column == SeriesTable.DROPPED) {
      return;
    }
    kept++;
    if (hasTimestamp && rules.honorTimestamps()) {
      explicitSample(entry, starts.take(entry, value, timestampMs, startMs), timestampMs);
    } else if (!first) {
      duplicates++;
      starts.refused(entry);
    } else if (column >= 0) {
      sampled++;
      duplicates += columns.put(column, starts.take(entry, value, timeMs, startMs));
      starts.keep(entry);
    }
  }

  /** Takes the samples of the lines that were predicted, none with a timestamp of its own. */
  void run(double[] taken, int count) {
    int[] order = table.order();
    int first = table.position();
    if (!table.meetRun(count)) {
      for (int i = 0; i < count; i++) {
        sample(order[first + i], taken[i], false, 0, 0);
      }
      return;
    }
    int with = 0;
    for (int i = 0; i < count; i++) {
      int column = table.column(order[first + i]);
      if (column != SeriesTable.DROPPED) {
        duplicates += columns.put(column, taken[i]);
        with++;
      }
    }
    scraped += count;
    kept += with;
    sampled += with;
  }

  /** Takes a sample with a timestamp of its own; returns false when that is too far ahead. */
  private boolean explicitSample(int entry, double value, long timestampMs) {
    table.markExplicit(entry);
    sampled++;
    if (timestampMs > timeMs + ScrapeRules.MAX_AHEAD_MS) {
      outOfBounds++;
      starts.refused(entry);
      return false;
    }
    if (!SpecialValues.isAbsent(value)) {
      explicit.add(timestampMs, entry, value, starts.told());
    }
    return true;
  }

  /** Counts a sample whose labels cannot be read. */
  void unreadable() {
    scraped++;
  }

  /**
   * Takes a sample of a series that was not there before.
   *
   * @param exposed the labels that the target exposes
   * @param startMs since when it counts, or 0
   * @return the new entry, to be put among the keys, or {@link #REFUSED}
   * @throws ScrapeException when the scrape must fail because of this series
   */
  int newSample(Labels exposed, double value, boolean hasTimestamp, long timestampMs, long startMs)
      throws ScrapeException {
    // Counted before the limits are checked, so that the sample that breaks one is among them.
    scraped++;
    Labels stored = labels.apply(exposed);
    if (stored != null && isFull()) {
      refused.add(stored);
      return REFUSED;
    }
    if (stored == null) {
      return series.addDropped();
    }
    kept++;
    int entry = series.add(stored);
    boolean taken = true;
    if (hasTimestamp && rules.honorTimestamps()) {
      series.pend(entry, stored, SpecialValues.ABSENT);
      taken = explicitSample(entry, starts.take(entry, value, timestampMs, startMs), timestampMs);
    } else {
      series.pend(entry, stored, starts.take(entry, value, timeMs, startMs));
      sampled++;
      starts.keep(entry);
    }
    if (taken && countsAsAdded()) {
      added++;
    }
    return entry;
  }

  private boolean countsAsAdded() {
    return refusedHistograms.isEmpty() && !exceedsLimit();
  }

  private boolean exceedsLimit() {
    return rules.sampleLimit() > 0 && sampled > rules.sampleLimit() && !rules.truncate();
  }

  /** Returns whether new series are refused, because the known ones fill the limit. */
  private boolean isFull() {
    return rules.truncate() && rules.sampleLimit() > 0 && series.count() >= rules.sampleLimit();
  }

  /**
   * Passes over a new series without looking at its labels, when so many were refused already that
   * they would tell nothing.
   *
   * @return false when the series must be looked at
   */
  boolean refuseUnseen() {
    if (!isFull() || refused.wantsLabels()) {
      return false;
    }
    scraped++;
    refused.addUnseen();
    return true;
  }

  /**
   * Adds a native histogram to the sample of an entry that was taken with an absent value.
   *
   * @param startMs since when it counts, or 0
   * @throws ScrapeException when it is broken
   */
  void histogram(
      int entry, Histogram histogram, boolean hasTimestamp, long timestampMs, long startMs)
      throws ScrapeException {
    if (table.column(entry) != SeriesTable.DROPPED) {
      long at = hasTimestamp && rules.honorTimestamps() ? timestampMs : timeMs;
      try {
        Histogram rebased = starts.rebased(entry, histogram, at, startMs);
        if (rebased != null) {
          Histogram stored = limits.apply(rebased);
          starts.note(entry, at, startMs, stored);
          side.histogram(entry, at, stored, starts.told());
        }
      } catch (ScrapeException e) {
        starts.refused(entry);
        added -= table.column(entry) == SeriesTable.PENDING && countsAsAdded() ? 1 : 0;
        sampled--;
        refusedHistograms.add(entry, e);
      }
    }
  }

  /** Returns what becomes of start times, which cost a look at each line. */
  StartRules startRules() {
    return rules.starts();
  }

  /** Says which family the lines that follow are of, and its type, or null when it is not said. */
  void family(String name, @Nullable MetricType type) {
    starts.family(name, type);
  }

  /** Adds an exemplar to an entry; one without a time was observed when it was scraped. */
  void exemplar(int entry, Exemplar exemplar) {
    if (table.column(entry) != SeriesTable.DROPPED) {
      Exemplar timed =
          exemplar.timestampMs() == ExpositionReader.NO_TIMESTAMP
              ? new Exemplar(exemplar.labels(), exemplar.value(), timeMs)
              : exemplar;
      side.exemplar(entry, timed);
    }
  }

  /** Hands on what the target says of a family. */
  void metadata(MetricMetadata metadata) {
    side.metadata(metadata);
  }

  /**
   * Ends the samples of a good scrape.
   *
   * @throws ScrapeException when a limit is exceeded, or the engine takes no further series; call
   *     {@link #failed} then
   */
  void good() throws ScrapeException {
    if (exceedsLimit()) {
      throw new ScrapeException(
          ScrapeException.Kind.SAMPLE_LIMIT,
          "sample limit exceeded (samples: %d, limit: %d)".formatted(sampled, rules.sampleLimit()));
    }
    refusedHistograms.check();
    RowWriter out = writer;
    if (out == null) {
      throw new ScrapeException(ScrapeException.Kind.STORAGE, "there is no storage engine");
    }
    try {
      duplicates += series.good(out, rules);
    } catch (LimitExceededException e) {
      throw new ScrapeException(ScrapeException.Kind.STORAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Ends a scrape that failed: its samples are forgotten, and series end that it had not got to.
   */
  void failed() {
    boolean limited = rules.sampleLimit() > 0 && !rules.truncate();
    BitSet standing = table.firstMet(limited ? rules.sampleLimit() : Long.MAX_VALUE);
    refusedHistograms.removeFrom(standing);
    flushed = series.failed(standing, writer, rules);
    side.clear();
    starts.clear();
    explicit.clear();
  }

  /** Sets the value of a series about the scrape itself. */
  void report(ReportSeries report, double value) {
    RowWriter out = writer;
    if (out != null) {
      reports.put(report, value, labels, out);
    }
  }

  /** Marks all series of the target as ended, those about the scrape too. */
  void endAll() {
    series.endAll(rules);
    reports.end();
  }

  /**
   * Writes the row.
   *
   * @return what became of the samples
   * @throws ScrapeException when nothing could be written; the writer is given up, ask for another
   */
  ScrapeCounts commit() throws ScrapeException {
    RowWriter out = writer;
    if (out == null) {
      clearScrape();
      return counts(CommitResult.allStored(0));
    }
    try {
      starts.writeZeros(out, table);
      out.row(timeMs);
      columns.write(out);
      starts.writeOwnRow(out, table);
      side.writeOwnRow(out, table, timeMs);
      side.writeOtherRows(out, table, timeMs);
      if (!explicit.isEmpty()) {
        explicit.write(out, table);
      }
      CommitResult result = out.commit();
      return counts(result);
    } catch (StorageException e) {
      close();
      throw new ScrapeException(
          ScrapeException.Kind.STORAGE, "the samples cannot be stored: " + e.getMessage(), e);
    } finally {
      clearScrape();
    }
  }

  private void clearScrape() {
    columns.end();
    side.clear();
    starts.clear();
    explicit.clear();
  }

  private ScrapeCounts counts(CommitResult result) {
    return new ScrapeCounts(
        scraped,
        kept,
        added,
        result.outOfOrder(),
        duplicates + result.duplicate(),
        outOfBounds + result.tooOld(),
        flushed);
  }

  /** Returns what was refused in a scrape that was good all the same, or empty. */
  String warning() {
    return refused.count() == 0 ? "" : refused.describe(rules.sampleLimit());
  }

  int scraped() {
    return scraped;
  }

  int kept() {
    return kept;
  }

  /** Returns how many series are new; as upstream, also when the scrape has failed. */
  int added() {
    return added;
  }

  /** Returns whether there are series that were not known before. */
  boolean hasNew() {
    return added > 0;
  }

  /** Gives the writer back. */
  void close() {
    RowWriter out = writer;
    if (out != null) {
      writer(null);
      try {
        out.close();
      } catch (StorageException e) {
        LOG.debug("a writer of an engine that is gone could not be closed", e);
      }
    }
  }
}
