// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.exposition.ExpositionReader.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A body read to its end, or to its fault, with a guess for each sample. */
final class GuessedReading {

  /** What was read, in words that differ when anything that was read does. */
  final List<String> entries = new ArrayList<>();

  /** The bytes of each sample's series: the right guesses for the same body. */
  final List<byte[]> keys = new ArrayList<>();

  /** Whether the body is well-formed. */
  final boolean good;

  /**
   * Reads a body.
   *
   * @param guesses one a sample; when there are too few, none for the others
   */
  GuessedReading(byte[] body, Format format, ReaderOptions options, byte[][] guesses) {
    good = read(body, format, options, guesses);
  }

  private boolean read(byte[] body, Format format, ReaderOptions options, byte[][] guesses) {
    try {
      ExpositionReader reader = ExpositionFormats.reader(format, body, body.length, options);
      while (true) {
        byte[] guess = keys.size() < guesses.length ? guesses[keys.size()] : new byte[0];
        SeriesHash hash = new SeriesHash();
        hash.of(guess, 0, guess.length);
        Entry entry = reader.next(hash);
        switch (entry) {
          case END -> {
            return true;
          }
          case SAMPLE, HISTOGRAM -> {
            entries.add(
                reader.labels()
                    + " "
                    + (entry == Entry.SAMPLE ? reader.value() : reader.histogram())
                    + (reader.hasTimestamp() ? " " + reader.timestampMs() : "")
                    + " "
                    + reader.startTimestampMs()
                    + reader.exemplars());
            keys.add(Arrays.copyOfRange(reader.buffer(), reader.seriesStart(), reader.seriesEnd()));
          }
          case TYPE, HELP, UNIT, COMMENT -> entries.add(entry.name());
        }
      }
    } catch (ExpositionException e) {
      assertThat(e.offset()).isBetween(0, body.length + 1);
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }
}
