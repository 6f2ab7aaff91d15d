// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.blocks.SampleCursor;
import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionFormats;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.Format;
import io.narthex.exposition.ReaderOptions;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The samples of an OpenMetrics text, each with its time, by series. */
final class OpenMetricsSeries {

  private record Sample(
      long timestampMs, double value, @Nullable Histogram histogram, long start) {}

  private OpenMetricsSeries() {}

  /**
   * Reads a text.
   *
   * @throws ExpositionException when it breaks the format or a sample has no time
   */
  static List<SeriesSource> read(byte[] text) throws ExpositionException {
    Map<Labels, List<Sample>> series = new LinkedHashMap<>();
    ExpositionReader reader =
        ExpositionFormats.reader(Format.OPENMETRICS, text, text.length, ReaderOptions.DEFAULT);
    for (ExpositionReader.Entry entry = reader.next();
        entry != ExpositionReader.Entry.END;
        entry = reader.next()) {
      boolean histogram = entry == ExpositionReader.Entry.HISTOGRAM;
      if (!histogram && entry != ExpositionReader.Entry.SAMPLE) {
        continue;
      }
      Labels labels = reader.labels();
      if (!reader.hasTimestamp()) {
        int line = line(text, reader.seriesStart());
        throw new ExpositionException(
            "expected timestamp for series " + labels + ", got none",
            reader.seriesStart(),
            line,
            1);
      }
      series
          .computeIfAbsent(labels, key -> new ArrayList<>())
          .add(
              new Sample(
                  reader.timestampMs(),
                  histogram ? 0 : reader.value(),
                  histogram ? reader.histogram() : null,
                  reader.startTimestampMs()));
    }
    List<SeriesSource> sources = new ArrayList<>();
    series.forEach(
        (labels, samples) -> {
          samples.sort(Comparator.comparingLong(Sample::timestampMs));
          sources.add(new SeriesSource(labels, new Samples(samples)));
        });
    return sources;
  }

  private static int line(byte[] text, int offset) {
    int line = 1;
    for (int i = 0; i < offset && i < text.length; i++) {
      line += text[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  private static final class Samples implements SampleCursor {

    private final List<Sample> samples;
    private int at = -1;

    Samples(List<Sample> samples) {
      this.samples = samples;
    }

    @Override
    public boolean next() {
      return ++at < samples.size();
    }

    @Override
    public long timestampMs() {
      return samples.get(at).timestampMs();
    }

    @Override
    public boolean isHistogram() {
      return samples.get(at).histogram() != null;
    }

    @Override
    public double value() {
      return samples.get(at).value();
    }

    @Override
    public Histogram histogram() {
      Histogram histogram = samples.get(at).histogram();
      if (histogram == null) {
        throw new IllegalStateException("the sample is no histogram");
      }
      return histogram;
    }

    @Override
    public long startTimestampMs() {
      return samples.get(at).start();
    }
  }
}
