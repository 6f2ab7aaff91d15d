// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.ExpectedLines;
import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.SeriesHash;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.MetricType;
import java.nio.charset.StandardCharsets;

/**
 * What the two line-based formats have in common beside their tokens: the state of the present
 * entry, the lines that come as expected, and labels from a checked series.
 */
abstract class LineReader extends LineTokens implements ExpositionReader {

  private final ExpectedRun expected;
  private final SeriesHash none = new SeriesHash();
  final boolean typeAndUnitLabels;

  private int segmentStart;
  private boolean afterSample = true;

  int seriesStart;
  int seriesEnd;
  boolean nameSet;
  boolean matched;
  double value;
  boolean hasTimestamp;
  long timestampMs;

  int familyStart;
  int familyEnd;
  int textStart;
  int textEnd;
  MetricType type = MetricType.UNKNOWN;
  String unit = "";

  LineReader(byte[] body, int end, boolean typeAndUnitLabels) {
    super(body, end);
    this.typeAndUnitLabels = typeAndUnitLabels;
    this.expected = new ExpectedRun(body, end);
  }

  /**
   * Goes to the next entry; what runs passed over has been taken in.
   *
   * @throws ExpositionException when the body breaks the format
   */
  abstract Entry advance(SeriesHash guess) throws ExpositionException;

  @Override
  public final Entry next(SeriesHash guess) throws ExpositionException {
    if (expected.commentCount() > 0) {
      takeInComments();
    }
    if (afterSample) {
      segmentStart = pos;
    }
    Entry entry = advance(guess);
    afterSample = entry == Entry.SAMPLE;
    return entry;
  }

  @Override
  public final int segmentStart() {
    return segmentStart;
  }

  /**
   * Reads the comments that runs passed over, so that the type and the unit are those of the lines
   * that follow. They were read before in another body, so there is no fault in them.
   */
  private void takeInComments() throws ExpositionException {
    int behind = pos;
    for (int i = 0; i < expected.commentCount(); i++) {
      pos = expected.commentFrom(i);
      while (pos < expected.commentTo(i)) {
        advance(none);
      }
    }
    expected.forgetComments();
    pos = behind;
  }

  @Override
  public final int run(ExpectedLines lines, int first, int end, double[] values) {
    if (!afterSample) {
      return 0;
    }
    int count = expected.read(pos, lines, first, end, values);
    pos = expected.position();
    return count;
  }

  /** Reads labels from a range that {@code next} has checked, starting at a name or a brace. */
  @Override
  public final Labels labels() throws ExpositionException {
    LabelsBuilder out = new LabelsBuilder();
    int i = seriesStart;
    while (isBlank(b[i])) {
      i++;
    }
    if (b[i] != '{') {
      int to = nameEnd(i);
      out.set(Label.METRIC_NAME, string(seriesStart, to));
      i = to;
      while (i < seriesEnd && b[i] != '{') {
        i++;
      }
    }
    if (typeAndUnitLabels) {
      if (type != MetricType.UNKNOWN) {
        out.set("__type__", type.text());
      }
      out.set("__unit__", unit);
    }
    if (i < seriesEnd) {
      readPairs(i + 1, seriesEnd, out, true);
    }
    return out.build();
  }

  /** Reads name and value pairs up to a closing brace; a quoted text alone is the metric name. */
  final void readPairs(int from, int to, LabelsBuilder out, boolean ofSeries)
      throws ExpositionException {
    int i = from;
    while (i < to) {
      byte c = b[i];
      if (c == '}') {
        return;
      }
      if (c == ',' || isBlank(c)) {
        i++;
        continue;
      }
      int nameFrom = i;
      String name;
      if (c == '"') {
        int close = closingQuote(i);
        name = unescape(i + 1, close);
        i = close + 1;
      } else {
        i = labelEnd(i);
        name = string(nameFrom, i);
      }
      while (isBlank(b[i])) {
        i++;
      }
      if (b[i] != '=') {
        put(out, Label.METRIC_NAME, name, nameFrom);
        continue;
      }
      i++;
      while (b[i] != '"') {
        i++;
      }
      int close = closingQuote(i);
      String text = unescape(i + 1, close);
      i = close + 1;
      if (ofSeries && typeAndUnitLabels && isOwnMetadata(name)) {
        continue;
      }
      put(out, name, ofSeries ? normalised(name, text) : text, nameFrom);
    }
  }

  private boolean isOwnMetadata(String name) {
    return (name.equals("__type__") && type != MetricType.UNKNOWN)
        || (name.equals("__unit__") && !unit.isEmpty())
        || name.equals(Label.METRIC_NAME);
  }

  private void put(LabelsBuilder out, String name, String text, int at) throws ExpositionException {
    if (name.isEmpty()) {
      throw fault("empty label name: invalid sample", at);
    }
    if (out.contains(name)) {
      throw fault("label name " + GoQuote.quote(name) + " is not unique: invalid sample", at);
    }
    out.set(name, text);
  }

  private String normalised(String name, String text) {
    boolean number =
        (type == MetricType.SUMMARY && name.equals("quantile"))
            || (type == MetricType.HISTOGRAM && name.equals("le"));
    if (!number) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      return GoFloat.openMetrics(DoubleParser.parse(bytes, 0, bytes.length));
    } catch (NumberFormatException e) {
      return text;
    }
  }

  @Override
  public final Entry next() throws ExpositionException {
    return next(none);
  }

  @Override
  public final boolean expected() {
    return matched;
  }

  @Override
  public final byte[] buffer() {
    return b;
  }

  @Override
  public final int seriesStart() {
    return seriesStart;
  }

  @Override
  public final int seriesEnd() {
    return seriesEnd;
  }

  @Override
  public final double value() {
    return value;
  }

  @Override
  public final boolean hasTimestamp() {
    return hasTimestamp;
  }

  @Override
  public final long timestampMs() {
    return timestampMs;
  }

  @Override
  public final Histogram histogram() {
    throw new IllegalStateException("text formats carry no native histograms");
  }

  @Override
  public final String family() {
    return b[familyStart] == '"'
        ? unescape(familyStart + 1, familyEnd - 1)
        : string(familyStart, familyEnd);
  }

  @Override
  public final MetricType type() {
    return type;
  }

  @Override
  public final String unit() {
    return unit;
  }
}
