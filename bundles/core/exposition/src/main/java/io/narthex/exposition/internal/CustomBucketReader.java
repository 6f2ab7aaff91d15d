// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.ReaderOptions;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes native histograms with custom buckets of the classic histograms that a text reader reads:
 * the lines of one histogram that stand together become one entry, which comes when another series
 * or family begins. Lines that do not fit together become none. Only families that are typed as
 * histograms count.
 */
public final class CustomBucketReader implements ExpositionReader {

  private static final byte[] NO_BYTES = new byte[0];

  private final ExpositionReader base;
  private final boolean keepClassic;
  private final boolean wantStart;
  private final CustomBuckets buckets = new CustomBuckets();

  private String family = "";
  private MetricType type = MetricType.UNKNOWN;

  /** The histogram whose lines are being collected, or null. */
  private @Nullable Labels collecting;

  private boolean hasTimestamp;
  private long timestampMs;
  private long startMs;
  private List<Exemplar> exemplars = new ArrayList<>();

  /** The histogram that is the present entry, or null. */
  private @Nullable Made made;

  /** The entry of the base reader that comes behind the present histogram. */
  private @Nullable Entry held;

  private boolean matched;

  /** A finished histogram. */
  private record Made(
      Labels labels,
      byte[] key,
      Histogram histogram,
      boolean hasTimestamp,
      long timestampMs,
      long startMs,
      List<Exemplar> exemplars) {}

  /** What a line is to a histogram. */
  private enum Part {
    BUCKET("_bucket"),
    COUNT("_count"),
    SUM("_sum");

    private final String suffix;

    Part(String suffix) {
      this.suffix = suffix;
    }
  }

  /**
   * Wraps a reader.
   *
   * @param base reads a text format
   * @param options says whether the classic lines are told too
   */
  public CustomBucketReader(ExpositionReader base, ReaderOptions options) {
    this.base = base;
    this.keepClassic = options.keepClassicHistograms();
    this.wantStart = options.skipCreatedSeries();
  }

  @Override
  public Entry next() throws ExpositionException {
    return next(NO_BYTES, 0, 0);
  }

  @Override
  public Entry next(byte[] series, int from, int to) throws ExpositionException {
    made = null;
    while (true) {
      Entry entry = held;
      boolean again = entry != null;
      if (entry == null) {
        entry = base.next(series, from, to);
        if (entry == Entry.TYPE) {
          type = base.type();
          family = base.family();
        }
      }
      held = null;
      boolean part = false;
      Labels of = null;
      Part which = entry == Entry.SAMPLE && type == MetricType.HISTOGRAM ? part() : null;
      if (which != null) {
        of = base.labels();
        part = isPart(which, of);
      }
      Labels histogram = part && of != null ? histogramOf(of) : null;
      if (collecting != null && !collecting.equals(histogram) && finish()) {
        held = entry;
        matched = false;
        return Entry.HISTOGRAM;
      }
      if (histogram != null && which != null && of != null) {
        collect(histogram, which, of);
        if (!keepClassic) {
          continue;
        }
      }
      matched =
          entry == Entry.SAMPLE
              && (again
                  ? to > from
                      && Arrays.equals(
                          base.buffer(), base.seriesStart(), base.seriesEnd(), series, from, to)
                  : base.expected());
      return entry;
    }
  }

  /** Looks at the name's end as it stands in the body, before any text is made of it. */
  private @Nullable Part part() {
    byte[] b = base.buffer();
    int from = base.seriesStart();
    int to = from;
    while (to < base.seriesEnd() && b[to] != '{' && b[to] != ' ' && b[to] != '\t') {
      to++;
    }
    if (to == from) {
      // The name stands in quotes inside the braces.
      return Part.BUCKET;
    }
    for (Part part : Part.values()) {
      int length = part.suffix.length();
      if (to - from > length && endsWith(b, to, part.suffix)) {
        return part;
      }
    }
    return null;
  }

  private static boolean endsWith(byte[] b, int to, String suffix) {
    int at = to - suffix.length();
    for (int i = 0; i < suffix.length(); i++) {
      if (b[at + i] != suffix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isPart(Part guess, Labels labels) {
    Part part = partOf(labels.metricName(), guess);
    if (part == null) {
      return false;
    }
    return part != Part.BUCKET || !Double.isNaN(bound(labels));
  }

  private @Nullable Part partOf(String name, Part guess) {
    if (name.equals(family + guess.suffix)) {
      return guess;
    }
    for (Part part : Part.values()) {
      if (name.equals(family + part.suffix)) {
        return part;
      }
    }
    return null;
  }

  private static double bound(Labels labels) {
    String text = labels.get("le");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      return DoubleParser.parse(bytes, 0, bytes.length);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private Labels histogramOf(Labels labels) {
    return labels.keep(name -> !name.equals("le")).with(Label.METRIC_NAME, family);
  }

  private void collect(Labels histogram, Part guess, Labels labels) throws ExpositionException {
    if (collecting == null) {
      collecting = histogram;
      buckets.clear();
      exemplars = new ArrayList<>();
      startMs = wantStart ? base.startTimestampMs() : 0;
    }
    hasTimestamp = base.hasTimestamp();
    timestampMs = base.timestampMs();
    exemplars.addAll(base.exemplars());
    Part part = partOf(labels.metricName(), guess);
    if (part != null) {
      switch (part) {
        case BUCKET -> buckets.bucket(bound(labels), base.value());
        case COUNT -> buckets.count(base.value());
        case SUM -> buckets.sum(base.value());
      }
    }
  }

  /** Ends the histogram that is being collected; returns false when its lines do not fit. */
  private boolean finish() {
    Labels labels = collecting;
    collecting = null;
    Histogram histogram = buckets.histogram(false);
    if (labels == null || histogram == null) {
      return false;
    }
    made = new Made(labels, key(labels), histogram, hasTimestamp, timestampMs, startMs, exemplars);
    return true;
  }

  /** Returns bytes that name the histogram and cannot stand in a body. */
  private static byte[] key(Labels labels) {
    StringBuilder out = new StringBuilder("\n");
    labels.forEach(
        label -> out.append(label.name()).append('\n').append(label.value()).append('\n'));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean expected() {
    return matched;
  }

  @Override
  public byte[] buffer() {
    return made != null ? made.key() : base.buffer();
  }

  @Override
  public int seriesStart() {
    return made != null ? 0 : base.seriesStart();
  }

  @Override
  public int seriesEnd() {
    return made != null ? made.key().length : base.seriesEnd();
  }

  @Override
  public double value() {
    return base.value();
  }

  @Override
  public boolean hasTimestamp() {
    return made != null ? made.hasTimestamp() : base.hasTimestamp();
  }

  @Override
  public long timestampMs() {
    return made != null ? made.timestampMs() : base.timestampMs();
  }

  @Override
  public Labels labels() throws ExpositionException {
    return made != null ? made.labels() : base.labels();
  }

  @Override
  public Histogram histogram() throws ExpositionException {
    return made != null ? made.histogram() : base.histogram();
  }

  @Override
  public List<Exemplar> exemplars() throws ExpositionException {
    return made != null ? made.exemplars() : base.exemplars();
  }

  @Override
  public long startTimestampMs() {
    return made != null ? made.startMs() : base.startTimestampMs();
  }

  @Override
  public String family() {
    return base.family();
  }

  @Override
  public MetricType type() {
    return type;
  }

  @Override
  public String help() {
    return base.help();
  }

  @Override
  public String unit() {
    return base.unit();
  }
}
