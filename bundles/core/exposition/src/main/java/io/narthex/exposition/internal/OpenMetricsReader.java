// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.SeriesHash;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.MetricType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenMetrics text, 0.0.1 and 1.0.0: one blank where the grammar has one, no free comments, and
 * {@code # EOF} at the end.
 *
 * <p>Specification: <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics
 * 1.0</a>, read as leniently as Prometheus does: families need not be in order nor have metadata.
 *
 * <p>Start timestamps stand in {@code _created} lines that may come after the samples they belong
 * to, so finding one means reading ahead to the end of the family.
 */
public final class OpenMetricsReader extends LineReader {

  private static final byte[][] KEYWORDS = {
    {'H', 'E', 'L', 'P'}, {'T', 'Y', 'P', 'E'}, {'U', 'N', 'I', 'T'}, {'E', 'O', 'F'}
  };
  private static final int EOF_KEYWORD = 3;
  private static final String[] KEYWORD_NAMES = {"HELP", "TYPE", "UNIT"};
  private static final String NO_EOF = "data does not end with # EOF";

  private final boolean skipCreated;
  private final SeriesParts parts;

  private boolean ended;
  private int exemplarStart;
  private int exemplarEnd;
  private double exemplarValue;
  private long exemplarTimestamp;

  private @Nullable OpenMetricsReader ahead;

  /** Up to here it is known that no _created line follows in the family. */
  private int noCreatedUntil;

  private OpenMetricsReader(byte[] body, int end, boolean typeAndUnitLabels, boolean skipCreated) {
    super(body, end, typeAndUnitLabels);
    this.skipCreated = skipCreated;
    this.parts = new SeriesParts(body);
  }

  /** Makes a reader of a body. */
  public static OpenMetricsReader of(
      byte[] body, int length, boolean typeAndUnitLabels, boolean skipCreated) {
    return new OpenMetricsReader(body, length, typeAndUnitLabels, skipCreated);
  }

  @Override
  Entry advance(SeriesHash guess) throws ExpositionException {
    if (ended) {
      return Entry.END;
    }
    while (true) {
      entryStart = pos;
      exemplarEnd = 0;
      if (pos >= end) {
        throw fault(NO_EOF, end);
      }
      tokenStart = pos;
      if (b[pos] == '#') {
        return metadata();
      }
      sample(guess);
      if (!(skipCreated && hasStart(type) && isCreated())) {
        return Entry.SAMPLE;
      }
    }
  }

  private Entry metadata() throws ExpositionException {
    int keyword = keyword();
    if (keyword < 0) {
      throw parseError("expected a valid start token", INVALID);
    }
    if (keyword == EOF_KEYWORD) {
      if (pos < end && b[pos] == '\n') {
        pos++;
      }
      if (pos < end) {
        throw fault("unexpected data after # EOF", pos);
      }
      ended = true;
      return Entry.END;
    }
    String name = KEYWORD_NAMES[keyword];
    int start = pos;
    family(name);
    boolean sameFamily = Arrays.equals(b, familyStart, familyEnd, b, start, pos);
    familyStart = start;
    familyEnd = pos;
    text(name);
    if (!sameFamily) {
      unit = "";
    }
    return switch (keyword) {
      case 0 -> {
        if (!Utf8.isValid(b, textStart, textEnd)) {
          throw fault(
              "help text " + GoQuote.quote(b, textStart, textEnd) + " is not a valid utf8 string",
              textStart);
        }
        yield Entry.HELP;
      }
      case 1 -> {
        type = typeOf(string(textStart, textEnd));
        yield Entry.TYPE;
      }
      default -> {
        unit = unitOf();
        yield Entry.UNIT;
      }
    };
  }

  /** Takes {@code # KEYWORD }; {@code pos} stands where it failed when the answer is negative. */
  private int keyword() {
    int i = pos + 1;
    if (i < end && b[i] == ' ') {
      i++;
      for (int k = 0; k < KEYWORDS.length; k++) {
        byte[] word = KEYWORDS[k];
        if (i < end && b[i] == word[0]) {
          int n = 1;
          while (n < word.length && i + n < end && b[i + n] == word[n]) {
            n++;
          }
          i += n;
          boolean whole = n == word.length;
          if (whole && k == EOF_KEYWORD) {
            pos = i;
            return k;
          }
          if (whole && i < end && b[i] == ' ') {
            pos = i + 1;
            return k;
          }
          break;
        }
      }
    }
    pos = i;
    return -1;
  }

  private void family(String keyword) throws ExpositionException {
    boolean named = false;
    int token = INVALID;
    if (pos >= end) {
      token = EOF;
    } else {
      tokenStart = pos;
      if (b[pos] == '"') {
        named = quotedFamily(pos);
      } else if (startsName(b[pos])) {
        pos = nameEnd(pos);
        named = true;
      }
    }
    if (!named) {
      throw parseError("expected metric name after " + keyword, token);
    }
  }

  private void text(String keyword) throws ExpositionException {
    int to = pos;
    while (to < end && b[to] != '\n') {
      to++;
    }
    if (to >= end || b[pos] != ' ') {
      throw fault("expected text in " + keyword, pos);
    }
    textStart = pos + 1;
    textEnd = to;
    pos = to + 1;
  }

  private MetricType typeOf(String text) throws ExpositionException {
    return switch (text) {
      case "counter" -> MetricType.COUNTER;
      case "gauge" -> MetricType.GAUGE;
      case "histogram" -> MetricType.HISTOGRAM;
      case "gaugehistogram" -> MetricType.GAUGEHISTOGRAM;
      case "summary" -> MetricType.SUMMARY;
      case "info" -> MetricType.INFO;
      case "stateset" -> MetricType.STATESET;
      case "unknown" -> MetricType.UNKNOWN;
      default -> throw fault("invalid metric type " + GoQuote.quote(text), textStart);
    };
  }

  private String unitOf() throws ExpositionException {
    String text = string(textStart, textEnd);
    String family = family();
    if (!text.isEmpty() && !family.endsWith("_" + text)) {
      throw fault(
          "unit " + GoQuote.quote(text) + " not a suffix of metric " + GoQuote.quote(family),
          textStart);
    }
    return text;
  }

  private void sample(SeriesHash guess) throws ExpositionException {
    seriesStart = pos;
    matched = standsAt(pos, guess);
    if (matched) {
      pos += guess.length();
      nameSet = true;
    } else if (b[pos] == '{') {
      nameSet = false;
      pos++;
      labelTokens(false);
    } else if (startsName(b[pos])) {
      nameSet = true;
      pos = nameEnd(pos);
      if (pos < end && b[pos] == '{') {
        pos++;
        labelTokens(false);
      }
    } else {
      throw parseError("expected a valid start token", INVALID);
    }
    seriesEnd = pos;
    int token = wordToken(VALUE);
    if (!nameSet) {
      throw fault(
          "metric name not set while parsing: " + GoQuote.quote(b, entryStart, pos), seriesStart);
    }
    value = numberOf(token, "metric");
    hasTimestamp = false;
    token = suffixToken();
    if (token == TIMESTAMP) {
      timestampMs = timestamp("timestamp");
      hasTimestamp = true;
      token = suffixToken();
      if (token != LINEBREAK && token != COMMENT) {
        throw parseError("expected next entry after timestamp", token);
      }
    }
    switch (token) {
      case LINEBREAK -> {}
      case COMMENT -> exemplarTokens();
      case EOF -> throw fault(NO_EOF, end);
      default -> throw parseError("expected timestamp or new record", token);
    }
  }

  private void labelTokens(boolean ofExemplar) throws ExpositionException {
    int token = labelToken(false);
    while (token != BCLOSE) {
      if (token != LNAME && token != QSTRING) {
        throw parseError("expected label name", token);
      }
      boolean quoted = token == QSTRING;
      if (quoted) {
        checkUtf8("name");
      }
      token = labelToken(false);
      if (quoted && (token == COMMA || token == BCLOSE)) {
        if (ofExemplar) {
          throw parseError("expected label name", token);
        }
        if (nameSet) {
          throw fault(
              "metric name already set while parsing: " + GoQuote.quote(b, entryStart, pos),
              tokenStart);
        }
        nameSet = true;
        if (token == COMMA) {
          token = labelToken(false);
        }
        continue;
      }
      if (token != EQUAL) {
        throw parseError("expected equal", token);
      }
      token = valueToken(false, !ofExemplar, false);
      if (token != LVALUE) {
        throw parseError("expected label value", token);
      }
      checkUtf8("label value");
      token = labelToken(false);
      if (token == COMMA) {
        token = labelToken(false);
      } else if (token != BCLOSE) {
        throw parseError("expected comma or brace close", token);
      }
    }
  }

  /** Takes a blank and what follows up to the next blank or the line's end. */
  private int wordToken(int kind) {
    if (pos >= end) {
      return EOF;
    }
    tokenStart = pos;
    if (b[pos] != ' ') {
      return INVALID;
    }
    int i = pos + 1;
    while (i < end && b[i] != ' ' && b[i] != '\n' && b[i] != 0) {
      i++;
    }
    pos = i;
    return i > tokenStart + 1 ? kind : INVALID;
  }

  /** Takes what may follow a value: a timestamp, the start of an exemplar, the line's end. */
  private int suffixToken() {
    if (pos < end && b[pos] == '\n') {
      tokenStart = pos++;
      return LINEBREAK;
    }
    if (pos + 3 < end
        && b[pos] == ' '
        && b[pos + 1] == '#'
        && b[pos + 2] == ' '
        && b[pos + 3] == '{') {
      tokenStart = pos;
      pos += 4;
      return COMMENT;
    }
    return wordToken(TIMESTAMP);
  }

  private double numberOf(int token, String after) throws ExpositionException {
    if (token != VALUE) {
      throw parseError("expected value after " + after, token);
    }
    return number(tokenStart + 1, pos);
  }

  private long timestamp(String what) throws ExpositionException {
    double seconds = number(tokenStart + 1, pos);
    if (!Double.isFinite(seconds)) {
      throw fault("invalid " + what + " " + GoFloat.shortest(seconds), tokenStart + 1);
    }
    return (long) (seconds * 1000);
  }

  private void exemplarTokens() throws ExpositionException {
    int start = pos;
    labelTokens(true);
    int to = pos;
    exemplarValue = numberOf(wordToken(VALUE), "exemplar labels");
    exemplarTimestamp = NO_TIMESTAMP;
    int token = plainSuffixToken();
    if (token == TIMESTAMP) {
      exemplarTimestamp = timestamp("exemplar timestamp");
      token = plainSuffixToken();
      if (token != LINEBREAK) {
        throw parseError("expected next entry after exemplar timestamp", token);
      }
    }
    switch (token) {
      case LINEBREAK -> {}
      case EOF -> throw fault(NO_EOF, end);
      default -> throw parseError("expected timestamp or comment", token);
    }
    exemplarStart = start;
    exemplarEnd = to;
  }

  private int plainSuffixToken() {
    if (pos < end && b[pos] == '\n') {
      tokenStart = pos++;
      return LINEBREAK;
    }
    return wordToken(TIMESTAMP);
  }

  @Override
  public List<Exemplar> exemplars() throws ExpositionException {
    if (exemplarEnd == 0) {
      return List.of();
    }
    LabelsBuilder labels = new LabelsBuilder();
    readPairs(exemplarStart, exemplarEnd, labels, false);
    return List.of(new Exemplar(labels.build(), exemplarValue, exemplarTimestamp));
  }

  @Override
  public String help() {
    return unescape(textStart, textEnd);
  }

  @Override
  public long startTimestampMs() {
    if (!hasStart(type) || pos < noCreatedUntil) {
      return 0;
    }
    int familyLength = familyEnd - familyStart - (b[familyStart] == '"' ? 2 : 0);
    parts.range(seriesStart, seriesEnd);
    int nameFrom = parts.nameFrom();
    long key = parts.key(nameFrom, Math.min(nameFrom + familyLength, parts.nameTo()), type);
    OpenMetricsReader reader = ahead;
    if (reader == null) {
      reader = new OpenMetricsReader(b, end, false, false);
      ahead = reader;
    }
    reader.pos = pos;
    reader.type = type;
    reader.ended = false;
    try {
      while (reader.next() == Entry.SAMPLE) {
        if (reader.isCreated()) {
          int to = reader.parts.nameTo() - SeriesParts.CREATED.length;
          boolean same = reader.parts.key(reader.parts.nameFrom(), to, type) == key;
          return same ? (long) (reader.value * 1000.0) : 0;
        }
      }
    } catch (ExpositionException e) {
      // The fault will be met and told when the samples are read.
      return 0;
    }
    noCreatedUntil = reader.pos;
    return 0;
  }

  private static boolean hasStart(MetricType type) {
    return type == MetricType.COUNTER || type == MetricType.SUMMARY || type == MetricType.HISTOGRAM;
  }

  /** Returns whether the present line only says when a series began to count. */
  private boolean isCreated() {
    parts.range(seriesStart, seriesEnd);
    return parts.isCreated();
  }
}
