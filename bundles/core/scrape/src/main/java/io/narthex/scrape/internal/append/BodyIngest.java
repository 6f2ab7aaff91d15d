// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionFormats;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.exposition.Format;
import io.narthex.exposition.ReaderMemory;
import io.narthex.exposition.ReaderOptions;
import io.narthex.exposition.SeriesHash;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;

/**
 * Takes the samples of an exposed body. While a body is as the last one was, it is read in runs of
 * lines that are only compared; each other line is looked at by itself. Used by one thread at a
 * time.
 */
final class BodyIngest {

  /** How many lines a run may have, so that their values stay in the processor's cache. */
  private static final int RUN = 256;

  private final ByteKeys keys;
  private final TargetRow row;
  private final MetadataCache metadata;
  private final ReaderMemory memory = ExpositionFormats.memory();
  private final SeriesHash guessed = new SeriesHash();
  private ReaderOptions options = ReaderOptions.DEFAULT;

  BodyIngest(ByteKeys keys, TargetRow row, MetadataCache metadata) {
    this.keys = keys;
    this.row = row;
    this.metadata = metadata;
  }

  /** Sets what is read in which way. */
  void options(ReaderOptions next) {
    options = next;
  }

  /**
   * Reads a body to its end.
   *
   * @throws ScrapeException when it breaks the format or holds a series that cannot be taken
   */
  void take(Format format, byte[] body, int length) throws ScrapeException {
    ExpositionReader reader = ExpositionFormats.reader(format, body, length, options, memory);
    try {
      read(reader, format != Format.TEXT);
    } catch (ExpositionException e) {
      throw new ScrapeException(ScrapeException.Kind.CONTENT, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads the entries.
   *
   * @param rich whether the format has exemplars and start times, which the text format has not
   */
  private void read(ExpositionReader reader, boolean rich)
      throws ExpositionException, ScrapeException {
    SeriesTable table = row.table();
    double[] values = new double[RUN];
    boolean starts = rich && row.startRules().read();
    boolean families = row.startRules().synthesized();
    while (true) {
      if (!metadata.isDue() && table.allowsRuns() && !starts && !families) {
        run(reader, table, values);
      }
      int guess = table.predicted();
      if (guess >= 0) {
        keys.guess(guess, guessed);
      }
      Entry next = guess >= 0 ? reader.next(guessed) : reader.next();
      switch (next) {
        case SAMPLE -> {
          int entry = guess >= 0 && reader.expected() ? guess : find(reader);
          entry = take(reader, entry, reader.value(), starts ? reader.startTimestampMs() : 0);
          metadata.lookedAtLine();
          if (rich && entry != TargetRow.REFUSED) {
            exemplars(reader, entry);
          }
        }
        case HISTOGRAM -> {
          int known = guess >= 0 && reader.expected() ? guess : find(reader);
          int entry = take(reader, known, SpecialValues.ABSENT, 0);
          metadata.lookedAtLine();
          if (entry == TargetRow.REFUSED) {
            continue;
          }
          row.histogram(
              entry,
              reader.histogram(),
              reader.hasTimestamp(),
              timestamp(reader),
              starts ? reader.startTimestampMs() : 0);
          exemplars(reader, entry);
        }
        case TYPE -> {
          if (metadata.isDue()) {
            metadata.type(reader.family(), reader.type());
          }
          if (families) {
            row.family(reader.family(), reader.type());
          }
        }
        case HELP -> {
          if (metadata.isDue()) {
            metadata.help(reader.family(), reader.help());
          }
          if (families) {
            row.family(reader.family(), null);
          }
        }
        case UNIT -> {
          if (metadata.isDue()) {
            metadata.unit(reader.family(), reader.unit());
          }
          if (families) {
            row.family(reader.family(), null);
          }
        }
        case COMMENT -> {}
        case END -> {
          return;
        }
      }
    }
  }

  private void run(ExpositionReader reader, SeriesTable table, double[] values) {
    int count = RUN;
    while (count == RUN) {
      count = reader.run(keys.lines(table.order()), table.position(), table.expected(), values);
      if (count > 0) {
        row.run(values, count);
      }
    }
  }

  private static long timestamp(ExpositionReader reader) {
    return reader.hasTimestamp() ? reader.timestampMs() : 0;
  }

  private int find(ExpositionReader reader) {
    return keys.find(reader.buffer(), reader.seriesStart(), reader.seriesEnd());
  }

  /** Takes a sample of a known entry, or, below zero, of a new series; returns the entry. */
  private int take(ExpositionReader reader, int known, double value, long startMs)
      throws ExpositionException, ScrapeException {
    boolean explicit = reader.hasTimestamp();
    if (known >= 0) {
      row.sample(known, value, explicit, timestamp(reader), startMs);
      keys.comments(known, reader.buffer(), reader.segmentStart(), reader.seriesStart());
      return known;
    }
    if (row.refuseUnseen()) {
      return TargetRow.REFUSED;
    }
    int entry = row.newSample(labels(reader), value, explicit, timestamp(reader), startMs);
    if (entry == TargetRow.REFUSED) {
      return entry;
    }
    keys.put(
        entry, reader.buffer(), reader.segmentStart(), reader.seriesStart(), reader.seriesEnd());
    return entry;
  }

  /** Returns the labels of a sample; as upstream, it counts when they are broken, too. */
  private Labels labels(ExpositionReader reader) throws ExpositionException {
    try {
      return reader.labels();
    } catch (ExpositionException e) {
      row.unreadable();
      throw e;
    }
  }

  private void exemplars(ExpositionReader reader, int entry) throws ExpositionException {
    for (Exemplar exemplar : reader.exemplars()) {
      row.exemplar(entry, exemplar);
    }
  }
}
