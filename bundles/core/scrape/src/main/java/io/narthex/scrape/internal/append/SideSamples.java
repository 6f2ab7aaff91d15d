// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The native histograms, exemplars and metadata of one scrape. Not safe for several threads. */
final class SideSamples {

  /** A histogram of a series, with its time, and since when it counts or 0. */
  private record TimedHistogram(int entry, long timestampMs, Histogram histogram, long startMs) {

    void write(RowWriter out, int column) {
      out.setHistogram(column, histogram);
      if (startMs != 0) {
        out.startTimestamp(column, startMs);
      }
    }
  }

  /** An exemplar of a series. */
  private record SeriesExemplar(int entry, Exemplar exemplar) {}

  private final List<TimedHistogram> histograms = new ArrayList<>(0);
  private final List<SeriesExemplar> exemplars = new ArrayList<>(0);
  private final List<MetricMetadata> families = new ArrayList<>(0);

  /** Takes a histogram; its start time is 0 when there is none to store. */
  void histogram(int entry, long timestampMs, Histogram histogram, long startMs) {
    histograms.add(new TimedHistogram(entry, timestampMs, histogram, startMs));
  }

  void exemplar(int entry, Exemplar exemplar) {
    exemplars.add(new SeriesExemplar(entry, exemplar));
  }

  void metadata(MetricMetadata metadata) {
    families.add(metadata);
  }

  void clear() {
    families.clear();
    histograms.clear();
    exemplars.clear();
  }

  /** Writes what belongs into the scrape's own row, which has begun. */
  void writeOwnRow(RowWriter out, SeriesTable table, long rowMs) {
    families.forEach(out::metadata);
    for (TimedHistogram sample : histograms) {
      int column = table.column(sample.entry());
      if (column >= 0 && sample.timestampMs() == rowMs) {
        sample.write(out, column);
      }
    }
    // The engine drops exemplars that are not newer than the last of their series.
    exemplars.sort(Comparator.comparingLong(sample -> sample.exemplar().timestampMs()));
    for (SeriesExemplar sample : exemplars) {
      int column = table.column(sample.entry());
      if (column >= 0) {
        out.exemplar(column, sample.exemplar());
      }
    }
  }

  /** Writes a row for each histogram that has a time of its own. */
  void writeOtherRows(RowWriter out, SeriesTable table, long rowMs) {
    for (TimedHistogram sample : histograms) {
      int column = table.column(sample.entry());
      if (column >= 0 && sample.timestampMs() != rowMs) {
        out.row(sample.timestampMs());
        sample.write(out, column);
      }
    }
  }
}
