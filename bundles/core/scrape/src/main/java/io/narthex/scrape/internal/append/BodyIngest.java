// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionFormats;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.exposition.Format;
import io.narthex.exposition.ReaderOptions;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.SpecialValues;

/** Takes the samples of an exposed body. Used by one thread at a time. */
final class BodyIngest {

  private final ByteKeys keys;
  private final TargetRow row;
  private final MetadataCache metadata;

  BodyIngest(ByteKeys keys, TargetRow row, MetadataCache metadata) {
    this.keys = keys;
    this.row = row;
    this.metadata = metadata;
  }

  /**
   * Reads a body to its end.
   *
   * @throws ScrapeException when it breaks the format or holds a series that cannot be taken
   */
  void take(Format format, byte[] body, int length) throws ScrapeException {
    ExpositionReader reader = ExpositionFormats.reader(format, body, length, ReaderOptions.DEFAULT);
    try {
      // The text format has no exemplars.
      read(reader, format != Format.TEXT);
    } catch (ExpositionException e) {
      throw new ScrapeException(ScrapeException.Kind.CONTENT, String.valueOf(e.getMessage()), e);
    }
  }

  private void read(ExpositionReader reader, boolean exemplars)
      throws ExpositionException, ScrapeException {
    SeriesTable table = row.table();
    while (true) {
      int guess = table.predicted();
      Entry next =
          guess >= 0 ? reader.next(keys.bytes(), keys.from(guess), keys.to(guess)) : reader.next();
      switch (next) {
        case SAMPLE -> {
          int entry = guess >= 0 && reader.expected() ? guess : find(reader);
          entry = take(reader, entry, reader.value());
          if (exemplars) {
            exemplars(reader, entry);
          }
        }
        case HISTOGRAM -> {
          int entry = take(reader, find(reader), SpecialValues.ABSENT);
          row.histogram(entry, reader.histogram(), reader.hasTimestamp(), timestamp(reader));
          exemplars(reader, entry);
        }
        case TYPE -> {
          if (metadata.isDue()) {
            metadata.type(reader.family(), reader.type());
          }
        }
        case HELP -> {
          if (metadata.isDue()) {
            metadata.help(reader.family(), reader.help());
          }
        }
        case UNIT -> {
          if (metadata.isDue()) {
            metadata.unit(reader.family(), reader.unit());
          }
        }
        case COMMENT -> {}
        case END -> {
          return;
        }
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
  private int take(ExpositionReader reader, int known, double value)
      throws ExpositionException, ScrapeException {
    boolean explicit = reader.hasTimestamp();
    if (known >= 0) {
      row.sample(known, value, explicit, timestamp(reader));
      return known;
    }
    int entry = row.newSample(reader.labels(), value, explicit, timestamp(reader));
    keys.put(entry, reader.buffer(), reader.seriesStart(), reader.seriesEnd());
    return entry;
  }

  private void exemplars(ExpositionReader reader, int entry) throws ExpositionException {
    for (Exemplar exemplar : reader.exemplars()) {
      row.exemplar(entry, exemplar);
    }
  }
}
