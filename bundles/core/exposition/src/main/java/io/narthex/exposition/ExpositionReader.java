// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one exposed body entry by entry. Get one from {@link ExpositionFormats}. For one
 * thread and one pass; a reader holds nothing that needs closing. The body must not change while it
 * is read.
 *
 * <p>After {@link #next} the other methods speak of that entry; which ones have a meaning for which
 * entry is said at each. Nothing is created per sample unless {@link #labels}, {@link #histogram}
 * or {@link #exemplars} is asked.
 */
public interface ExpositionReader {

  /** The timestamp of an exemplar that was exposed without one. */
  long NO_TIMESTAMP = Long.MIN_VALUE;

  /** What an entry is. */
  enum Entry {
    /** A series with a float value. */
    SAMPLE,
    /** A series with a native histogram as its value. */
    HISTOGRAM,
    /** The type of a family. */
    TYPE,
    /** The help text of a family. */
    HELP,
    /** The unit of a family. */
    UNIT,
    /** A comment that means nothing. */
    COMMENT,
    /** The body is at its end, and in order. */
    END
  }

  /**
   * Goes to the next entry. Once it has returned {@link Entry#END} it does so again.
   *
   * @throws ExpositionException when the body breaks the format; the reader is of no further use
   */
  Entry next() throws ExpositionException;

  /**
   * Goes to the next entry as {@link #next()} does, with a guess what series it is: the hash of
   * {@link #buffer} from {@link #seriesStart} to {@link #seriesEnd} of an earlier body. When the
   * guess is right, checking the name and the labels is skipped and {@link #expected} says so.
   * Repeat the guess until the entry is a sample.
   *
   * @param guess the hash; of no bytes when there is no guess
   * @throws ExpositionException when the body breaks the format
   */
  Entry next(SeriesHash guess) throws ExpositionException;

  /**
   * Reads samples as long as they are just the expected lines with plain values: no timestamp, no
   * exemplar, the same comments in front. It stops before the first line that is otherwise, which
   * {@link #next} then reads; comments inside a run are not told. This is the cheap way through a
   * body that kept its shape: per line one hash and one number.
   *
   * @param lines what is expected
   * @param first the index in {@code lines.order()} of the line that is expected next
   * @param end the index behind the last one
   * @param values takes the values from index 0 on
   * @return how many lines were read; at most {@code values.length}
   */
  default int run(ExpectedLines lines, int first, int end, double[] values) {
    return 0;
  }

  /**
   * Returns where the segment of the present sample begins in {@link #buffer}: behind the sample
   * before it, so that comments in between belong to it. See {@link ExpectedLines}.
   */
  default int segmentStart() {
    return seriesStart();
  }

  /** Returns whether the present sample is the series that was given to {@code next}. */
  boolean expected();

  /**
   * Returns the array that {@link #seriesStart} and {@link #seriesEnd} point into. It may be a
   * different one after each {@code next}.
   */
  byte[] buffer();

  /** Returns the first byte of a sample's name and labels as they stand in the body. */
  int seriesStart();

  /** Returns the byte behind a sample's name and labels. */
  int seriesEnd();

  /** Returns the value of a {@link Entry#SAMPLE}; every NaN is the ordinary one. */
  double value();

  /** Returns whether a sample or histogram carries a timestamp of its own. */
  boolean hasTimestamp();

  /** Returns the timestamp in milliseconds; meaningful only with {@link #hasTimestamp}. */
  long timestampMs();

  /**
   * Parses the labels of a sample or histogram, the name as {@code __name__} among them. Bounds of
   * classic buckets and quantiles are written in the way of OpenMetrics ({@code 1.0}, {@code
   * +Inf}), whatever the body wrote.
   *
   * @throws ExpositionException when a label is given twice
   */
  Labels labels() throws ExpositionException;

  /**
   * Returns the value of a {@link Entry#HISTOGRAM}.
   *
   * @throws ExpositionException when its buckets contradict each other
   */
  Histogram histogram() throws ExpositionException;

  /**
   * Returns the exemplars of a sample or histogram, mostly none. An exemplar without a timestamp
   * has {@link #NO_TIMESTAMP}.
   *
   * @throws ExpositionException when a label is given twice
   */
  List<Exemplar> exemplars() throws ExpositionException;

  /** Returns the first exemplar, or null. */
  default @Nullable Exemplar exemplar() throws ExpositionException {
    List<Exemplar> all = exemplars();
    return all.isEmpty() ? null : all.getFirst();
  }

  /**
   * Returns since when a sample or histogram counts, in milliseconds, or 0 when the body does not
   * say.
   */
  long startTimestampMs();

  /** Returns the family that a {@link Entry#TYPE}, HELP or UNIT entry speaks of. */
  String family();

  /**
   * Returns the type that the last TYPE entry named; UNKNOWN before the first. It says nothing
   * about samples of a family that has no TYPE entry.
   */
  MetricType type();

  /** Returns the text of a {@link Entry#HELP} entry, or of a COMMENT without its line end. */
  String help();

  /** Returns the unit of a {@link Entry#UNIT} entry. */
  String unit();
}
