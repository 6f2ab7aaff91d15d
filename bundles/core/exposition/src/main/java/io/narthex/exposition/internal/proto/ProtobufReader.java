// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.ReaderOptions;
import io.narthex.exposition.SeriesHash;
import io.narthex.exposition.internal.CustomBuckets;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads delimited {@code MetricFamily} messages as the series that the text formats would show: a
 * summary or classic histogram becomes a count, a sum and its quantiles or buckets, in this order.
 *
 * <p>The bytes that name a series are made up, for the body has none: the part of the metric, the
 * family's name, the labels as they stand in the body, and the bound; see {@link SeriesKey}.
 *
 * <p>Specification: <a
 * href="https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto">
 * metrics.proto</a>.
 */
public final class ProtobufReader implements ExpositionReader {

  /** What is shown of the present metric. */
  private enum Show {
    /** Nothing yet. */
    NOTHING,
    SINGLE,
    NATIVE,
    CLASSIC,
    CUSTOM
  }

  private final byte[] b;
  private final int end;
  private final ReaderOptions options;
  private final WireCursor in;
  private final WireCursor side;
  private final MetricMessage metric = new MetricMessage();
  private final SeriesKey key;
  private final CustomBuckets custom = new CustomBuckets();

  private final FamilyMessage family;
  private Entry entry = Entry.COMMENT;
  private Show show = Show.NOTHING;

  /** Which part of a summary or classic histogram: -2 the count, -1 the sum, then the others. */
  private int part;

  private boolean matched;
  private final SeriesHash none = new SeriesHash();
  private double value;

  /**
   * Makes a reader of a body.
   *
   * @param body holds the body from its first byte on
   * @param length the body's bytes
   * @param options what to read in which way
   */
  public ProtobufReader(byte[] body, int length, ReaderOptions options) {
    this.b = body;
    this.end = length;
    this.options = options;
    this.in = new WireCursor(body, 0, length);
    this.side = new WireCursor(body, 0, 0);
    this.family = new FamilyMessage(body);
    this.key = new SeriesKey(body, family, metric, options.typeAndUnitLabels());
  }

  @Override
  public Entry next() throws ExpositionException {
    return next(none);
  }

  @Override
  public Entry next(SeriesHash guess) throws ExpositionException {
    entry = step();
    matched = false;
    if (entry == Entry.SAMPLE || entry == Entry.HISTOGRAM) {
      key.write(kind(), bound());
      matched = guess.length() > 0 && guess.isOf(key.bytes(), 0, key.length());
    }
    return entry;
  }

  private Entry step() throws ExpositionException {
    switch (entry) {
      case HELP -> {
        return family.unit().isEmpty() ? Entry.TYPE : Entry.UNIT;
      }
      case UNIT -> {
        return Entry.TYPE;
      }
      case TYPE -> {
        return firstOfMetric();
      }
      case SAMPLE, HISTOGRAM -> {
        if (moreOfMetric()) {
          return entryOfShow();
        }
        if (nextMetric()) {
          return firstOfMetric();
        }
        return nextFamily();
      }
      case COMMENT -> {
        return nextFamily();
      }
      case END -> {
        return Entry.END;
      }
    }
    throw new IllegalStateException("an entry of another kind: " + entry);
  }

  private Entry nextFamily() throws ExpositionException {
    while (true) {
      in.range(family.to(), end);
      if (in.atEnd()) {
        return Entry.END;
      }
      int length = in.length();
      family.read(in, in.position(), in.position() + length);
      // A family without metrics is passed over, with what it says of itself.
      if (nextMetric()) {
        return Entry.HELP;
      }
    }
  }

  private boolean nextMetric() throws ExpositionException {
    if (!family.nextMetric(in)) {
      return false;
    }
    metric.read(in, family.type());
    family.leaveMetric(in);
    return true;
  }

  private Entry firstOfMetric() throws ExpositionException {
    part = -2;
    switch (family.type()) {
      case COUNTER, GAUGE, UNTYPED -> show = Show.SINGLE;
      case SUMMARY -> show = Show.CLASSIC;
      case HISTOGRAM, GAUGE_HISTOGRAM -> {
        if (isNative()) {
          show = Show.NATIVE;
        } else if (options.convertClassicHistograms() && !options.keepClassicHistograms()) {
          show = Show.CUSTOM;
        } else {
          show = Show.CLASSIC;
        }
      }
    }
    return entryOfShow();
  }

  private boolean isNative() {
    return options.nativeHistograms() && metric.isNative();
  }

  /** Goes to what else is shown of the present metric; returns false when that is all. */
  private boolean moreOfMetric() {
    boolean histogram = family.type().isHistogram();
    switch (show) {
      case NATIVE -> {
        if (options.keepClassicHistograms() && metric.size > 0) {
          show = Show.CLASSIC;
          part = -2;
          return true;
        }
      }
      case CLASSIC -> {
        if (part + 1 < parts(histogram)) {
          part++;
          return true;
        }
        if (histogram && options.convertClassicHistograms() && !isNative()) {
          show = Show.CUSTOM;
          return true;
        }
      }
      case NOTHING, SINGLE, CUSTOM -> {}
    }
    return false;
  }

  /** Returns how many quantiles or buckets are shown: the bucket for all is added when missing. */
  private int parts(boolean histogram) {
    if (!histogram) {
      return metric.size;
    }
    for (int i = 0; i < metric.size; i++) {
      if (metric.bounds[i] == Double.POSITIVE_INFINITY) {
        return i + 1;
      }
    }
    return metric.size + 1;
  }

  private Entry entryOfShow() {
    return switch (show) {
      case NATIVE, CUSTOM -> Entry.HISTOGRAM;
      case SINGLE -> sample(metric.value);
      case CLASSIC ->
          sample(
              part == -2
                  ? metric.observations()
                  : part == -1
                      ? metric.value
                      : part < metric.size ? metric.values[part] : metric.observations());
      case NOTHING -> throw new IllegalStateException("no metric has been read");
    };
  }

  private Entry sample(double read) {
    value = Double.isNaN(read) ? SpecialValues.NAN : read;
    return Entry.SAMPLE;
  }

  private SeriesKey.Kind kind() {
    return switch (show) {
      case NATIVE, CUSTOM -> SeriesKey.Kind.HISTOGRAM;
      case CLASSIC ->
          part == -2
              ? SeriesKey.Kind.COUNT
              : part == -1
                  ? SeriesKey.Kind.SUM
                  : family.type().isHistogram() ? SeriesKey.Kind.BUCKET : SeriesKey.Kind.QUANTILE;
      case NOTHING, SINGLE -> SeriesKey.Kind.SINGLE;
    };
  }

  private double bound() {
    if (show != Show.CLASSIC || part < 0) {
      return 0;
    }
    return part < metric.size ? metric.bounds[part] : Double.POSITIVE_INFINITY;
  }

  @Override
  public boolean expected() {
    return matched;
  }

  @Override
  public byte[] buffer() {
    return key.bytes();
  }

  @Override
  public int seriesStart() {
    return 0;
  }

  @Override
  public int seriesEnd() {
    return key.length();
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public boolean hasTimestamp() {
    return metric.timestampMs != 0;
  }

  @Override
  public long timestampMs() {
    return metric.timestampMs;
  }

  @Override
  public Labels labels() throws ExpositionException {
    return key.labels(side, kind(), bound());
  }

  @Override
  public Histogram histogram() throws ExpositionException {
    boolean gauge = family.type() == FamilyType.GAUGE_HISTOGRAM;
    if (show == Show.NATIVE) {
      return NativeHistograms.of(metric, side, gauge, family.name());
    }
    custom.clear();
    custom.count(metric.observations());
    custom.sum(metric.value);
    for (int i = 0; i < metric.size; i++) {
      custom.bucket(metric.bounds[i], metric.values[i]);
    }
    Histogram made = custom.histogram(gauge);
    if (made == null) {
      throw in.fault("histogram \"" + family.name() + "\": " + custom.fault());
    }
    return made;
  }

  @Override
  public List<Exemplar> exemplars() throws ExpositionException {
    return switch (show) {
      case SINGLE -> one(metric.exemplarFrom, metric.exemplarTo);
      case CLASSIC ->
          part >= 0 && part < metric.size && family.type().isHistogram()
              ? one(metric.boundExemplarFrom[part], metric.boundExemplarTo[part])
              : List.of();
      case NATIVE, CUSTOM -> ofHistogram();
      case NOTHING -> List.of();
    };
  }

  private List<Exemplar> one(int from, int to) throws ExpositionException {
    return to == 0 ? List.of() : List.of(key.exemplar(side, from, to));
  }

  /** A native histogram's own exemplars, or else those of its buckets; only those with a time. */
  private List<Exemplar> ofHistogram() throws ExpositionException {
    List<Exemplar> out = new ArrayList<>();
    for (int i = 0; i < metric.exemplars.size(); i++) {
      out.add(key.exemplar(side, metric.exemplars.from(i), metric.exemplars.to(i)));
    }
    if (metric.exemplars.size() == 0) {
      for (int i = 0; i < metric.size; i++) {
        out.addAll(one(metric.boundExemplarFrom[i], metric.boundExemplarTo[i]));
      }
    }
    out.removeIf(exemplar -> exemplar.timestampMs() == NO_TIMESTAMP);
    return out;
  }

  @Override
  public long startTimestampMs() {
    return metric.hasStart ? metric.startMs : 0;
  }

  @Override
  public String family() {
    return family.name();
  }

  @Override
  public MetricType type() {
    return family.type().type();
  }

  @Override
  public String help() {
    return family.help();
  }

  @Override
  public String unit() {
    return family.unit();
  }
}
