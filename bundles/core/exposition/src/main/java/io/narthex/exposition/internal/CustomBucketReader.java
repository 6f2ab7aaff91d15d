// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.ReaderOptions;
import io.narthex.exposition.SeriesHash;
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

  private final ExpositionReader base;
  private final boolean keepClassic;
  private final boolean wantStart;
  private final HistogramLines lines;
  private final CustomBuckets buckets = new CustomBuckets();

  private String family = "";
  private MetricType type = MetricType.UNKNOWN;

  /** The histogram whose lines are being collected, or null. */
  private HistogramLine.@Nullable Whole collecting;

  private boolean hasTimestamp;
  private long timestampMs;
  private long startMs;
  private List<Exemplar> exemplars = new ArrayList<>();

  /** The histogram that is the present entry, or null. */
  private @Nullable Made made;

  /** The entry of the base reader that comes behind the present histogram. */
  private @Nullable Entry held;

  /** What the held entry is to a histogram. */
  private @Nullable HistogramLine heldLine;

  private boolean matched;
  private final SeriesHash none = new SeriesHash();

  /** A finished histogram. */
  private record Made(
      HistogramLine.Whole whole,
      Histogram histogram,
      boolean hasTimestamp,
      long timestampMs,
      long startMs,
      List<Exemplar> exemplars) {}

  /**
   * Wraps a reader.
   *
   * @param base reads a text format
   * @param options says whether the classic lines are told too
   * @param lines those of the target's last body
   */
  public CustomBucketReader(ExpositionReader base, ReaderOptions options, HistogramLines lines) {
    this.base = base;
    this.lines = lines;
    lines.begin();
    this.keepClassic = options.keepClassicHistograms();
    this.wantStart = options.skipCreatedSeries();
  }

  @Override
  public Entry next() throws ExpositionException {
    return next(none);
  }

  @Override
  public Entry next(SeriesHash guess) throws ExpositionException {
    made = null;
    while (true) {
      Entry entry = held;
      boolean again = entry != null;
      if (entry == null) {
        entry = base.next(guess);
        if (entry == Entry.TYPE) {
          type = base.type();
          family = base.family();
        }
      }
      held = null;
      HistogramLine line = again ? heldLine : null;
      if (!again && entry == Entry.SAMPLE && type == MetricType.HISTOGRAM) {
        line = line();
      }
      HistogramLine.Whole histogram = line == null ? null : line.histogram();
      if (collecting != null && !isSame(collecting, histogram) && finish()) {
        held = entry;
        heldLine = line;
        matched = false;
        return Entry.HISTOGRAM;
      }
      if (line != null && histogram != null) {
        collect(histogram, line);
        if (!keepClassic) {
          continue;
        }
      }
      matched =
          entry == Entry.SAMPLE
              && (again
                  ? guess.length() > 0
                      && guess.isOf(base.buffer(), base.seriesStart(), base.seriesEnd())
                  : base.expected());
      return entry;
    }
  }

  /** The lines of a histogram share an object, save where some of them changed. */
  private static boolean isSame(HistogramLine.Whole one, HistogramLine.@Nullable Whole other) {
    return one == other || other != null && one.labels().equals(other.labels());
  }

  /** Returns what the base reader's sample is to a histogram. */
  private HistogramLine line() throws ExpositionException {
    int from = base.seriesStart();
    int to = base.seriesEnd();
    HistogramLine known = lines.same(base.buffer(), from, to, family);
    if (known != null) {
      return known;
    }
    byte[] series = Arrays.copyOfRange(base.buffer(), from, to);
    HistogramLine found = new HistogramLine(series, family, null, 0, null);
    if (mayBePart()) {
      Labels labels = base.labels();
      HistogramPart part = partOf(labels.metricName());
      double bound = part == HistogramPart.BUCKET ? bound(labels) : 0;
      if (part != null && !Double.isNaN(bound)) {
        found = new HistogramLine(series, family, part, bound, wholeOf(labels));
      }
    }
    lines.put(found);
    return found;
  }

  /** Returns the histogram of a line, the object of the line before where it is the same. */
  private HistogramLine.Whole wholeOf(Labels line) {
    Labels labels = line.keep(name -> !name.equals("le")).with(Label.METRIC_NAME, family);
    HistogramLine before = lines.last();
    HistogramLine.Whole last = before == null ? null : before.histogram();
    return last != null && last.labels().equals(labels)
        ? last
        : new HistogramLine.Whole(labels, key(labels));
  }

  /** Looks at the name's end as it stands in the body, before any text is made of it. */
  private boolean mayBePart() {
    byte[] b = base.buffer();
    int from = base.seriesStart();
    int to = from;
    while (to < base.seriesEnd() && b[to] != '{' && b[to] != ' ' && b[to] != '\t') {
      to++;
    }
    if (to == from) {
      // The name stands in quotes inside the braces.
      return true;
    }
    for (HistogramPart part : HistogramPart.values()) {
      if (to - from > part.suffix().length() && endsWith(b, to, part.suffix())) {
        return true;
      }
    }
    return false;
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

  private @Nullable HistogramPart partOf(String name) {
    for (HistogramPart part : HistogramPart.values()) {
      if (name.length() == family.length() + part.suffix().length()
          && name.startsWith(family)
          && name.endsWith(part.suffix())) {
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

  private void collect(HistogramLine.Whole histogram, HistogramLine line)
      throws ExpositionException {
    if (collecting == null) {
      collecting = histogram;
      buckets.clear();
      exemplars = new ArrayList<>();
      startMs = wantStart ? base.startTimestampMs() : 0;
    }
    hasTimestamp = base.hasTimestamp();
    timestampMs = base.timestampMs();
    exemplars.addAll(base.exemplars());
    switch (line.part()) {
      case BUCKET -> buckets.bucket(line.bound(), base.value());
      case COUNT -> buckets.count(base.value());
      case SUM -> buckets.sum(base.value());
      case null -> throw new IllegalStateException("a line of a histogram is a part of it");
    }
  }

  /** Ends the histogram that is being collected; returns false when its lines do not fit. */
  private boolean finish() {
    HistogramLine.Whole whole = collecting;
    collecting = null;
    Histogram histogram = buckets.histogram(false);
    if (whole == null || histogram == null) {
      return false;
    }
    made = new Made(whole, histogram, hasTimestamp, timestampMs, startMs, exemplars);
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
    return made != null ? made.whole().key() : base.buffer();
  }

  @Override
  public int seriesStart() {
    return made != null ? 0 : base.seriesStart();
  }

  @Override
  public int seriesEnd() {
    return made != null ? made.whole().key().length : base.seriesEnd();
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
    return made != null ? made.whole().labels() : base.labels();
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
