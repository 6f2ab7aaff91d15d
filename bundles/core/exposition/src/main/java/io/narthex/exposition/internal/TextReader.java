// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.SeriesHash;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.MetricType;
import java.util.Arrays;
import java.util.List;

/**
 * The Prometheus text format, 0.0.4 and 1.0.0, as leniently as Prometheus reads it: blanks almost
 * anywhere, empty lines, unknown comments, labels without commas between them, line feeds inside
 * quotes, a last line without its end.
 *
 * <p>Specification: <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">exposition formats</a>, and
 * where that is silent, what Prometheus accepts.
 */
public final class TextReader extends LineReader {

  private static final byte[] HELP = {'H', 'E', 'L', 'P'};
  private static final byte[] TYPE = {'T', 'Y', 'P', 'E'};
  private static final byte[] COUNTER = {'c', 'o', 'u', 'n', 't', 'e', 'r'};
  private static final byte[] GAUGE = {'g', 'a', 'u', 'g', 'e'};
  private static final byte[] HISTOGRAM = {'h', 'i', 's', 't', 'o', 'g', 'r', 'a', 'm'};
  private static final byte[] SUMMARY = {'s', 'u', 'm', 'm', 'a', 'r', 'y'};
  private static final byte[] UNTYPED = {'u', 'n', 't', 'y', 'p', 'e', 'd'};

  private boolean inComment;

  private TextReader(byte[] body, int end, boolean typeAndUnitLabels) {
    super(body, end, typeAndUnitLabels);
  }

  /** Makes a reader; a body whose last line is not ended is copied once. */
  public static TextReader of(byte[] body, int length, boolean typeAndUnitLabels) {
    if (length > 0 && body[length - 1] == '\n') {
      return new TextReader(body, length, typeAndUnitLabels);
    }
    byte[] ended = Arrays.copyOf(body, length + 1);
    ended[length] = '\n';
    return new TextReader(ended, length + 1, typeAndUnitLabels);
  }

  @Override
  Entry advance(SeriesHash guess) throws ExpositionException {
    while (true) {
      entryStart = pos;
      int i = blanks(pos);
      if (i >= end || b[i] == 0) {
        // Upstream's lexer takes a NUL at the start of a line for the end of the body.
        pos = end;
        return Entry.END;
      }
      byte c = b[i];
      if (c == '\n') {
        pos = i + 1;
      } else if (c == '#') {
        return comment(i);
      } else {
        // As upstream, blanks in front of a name belong to it.
        sample(entryStart, guess);
        return Entry.SAMPLE;
      }
    }
  }

  private int blanks(int i) {
    while (i < end && isBlank(b[i])) {
      i++;
    }
    return i;
  }

  private int lineEnd(int i) {
    while (b[i] != '\n') {
      i++;
    }
    return i;
  }

  private Entry comment(int hash) throws ExpositionException {
    int i = blanks(hash + 1);
    if (i > hash + 1) {
      boolean help = wordAt(i, HELP);
      if (help || wordAt(i, TYPE)) {
        return metadata(blanks(i + HELP.length), help);
      }
    }
    int to = lineEnd(hash);
    textStart = hash;
    textEnd = to;
    inComment = true;
    pos = to + 1;
    return Entry.COMMENT;
  }

  private boolean wordAt(int i, byte[] word) {
    return i + word.length < end
        && Arrays.equals(b, i, i + word.length, word, 0, word.length)
        && isBlank(b[i + word.length]);
  }

  private Entry metadata(int i, boolean help) throws ExpositionException {
    tokenStart = i;
    pos = i;
    boolean named = false;
    if (b[i] == '"') {
      named = quotedFamily(i);
    } else if (startsName(b[i])) {
      pos = nameEnd(i);
      named = true;
    }
    if (!named) {
      throw parseError("expected metric name after " + (help ? "HELP" : "TYPE"), INVALID);
    }
    familyStart = i;
    familyEnd = pos;
    int to = lineEnd(pos);
    int text = blanks(pos);
    textStart = text == to ? to : pos + 1;
    textEnd = to;
    inComment = false;
    tokenStart = textStart;
    pos = to + 1;
    if (help) {
      if (!Utf8.isValid(b, textStart, textEnd)) {
        throw fault(
            "help text " + GoQuote.quote(b, textStart, textEnd) + " is not a valid utf8 string",
            textStart);
      }
      return Entry.HELP;
    }
    type = typeOf();
    return Entry.TYPE;
  }

  private MetricType typeOf() throws ExpositionException {
    if (textIs(GAUGE)) {
      return MetricType.GAUGE;
    } else if (textIs(COUNTER)) {
      return MetricType.COUNTER;
    } else if (textIs(HISTOGRAM)) {
      return MetricType.HISTOGRAM;
    } else if (textIs(SUMMARY)) {
      return MetricType.SUMMARY;
    } else if (textIs(UNTYPED)) {
      return MetricType.UNKNOWN;
    }
    throw fault("invalid metric type " + GoQuote.quote(b, textStart, textEnd), textStart);
  }

  private boolean textIs(byte[] word) {
    return Arrays.equals(b, textStart, textEnd, word, 0, word.length);
  }

  private void sample(int start, SeriesHash guess) throws ExpositionException {
    seriesStart = start;
    tokenStart = start;
    pos = start;
    matched = standsAt(start, guess);
    if (matched) {
      pos = start + guess.length();
      seriesEnd = pos;
    } else {
      seriesTokens(start);
    }
    int token = numberToken();
    if (!nameSet && !matched) {
      throw fault("metric name not set while parsing: " + GoQuote.quote(b, entryStart, pos), start);
    }
    if (token != VALUE) {
      throw parseError("expected value after metric", token);
    }
    value = number(tokenStart, pos);
    timestamp();
  }

  private void seriesTokens(int start) throws ExpositionException {
    int i = blanks(start);
    tokenStart = i;
    pos = i;
    nameSet = false;
    if (b[i] == '{') {
      pos = i + 1;
      labelTokens();
      seriesEnd = pos;
    } else if (startsName(b[i])) {
      nameSet = true;
      pos = nameEnd(i);
      seriesEnd = pos;
      int brace = blanks(pos);
      if (b[brace] == '{') {
        pos = brace + 1;
        labelTokens();
        seriesEnd = pos;
      }
    } else {
      throw parseError("expected a valid start token", INVALID);
    }
  }

  private void labelTokens() throws ExpositionException {
    int token = labelToken(true);
    while (token != BCLOSE) {
      if (token != LNAME && token != QSTRING) {
        throw parseError("expected label name", token);
      }
      boolean quoted = token == QSTRING;
      if (quoted) {
        checkUtf8("name");
      }
      token = labelToken(true);
      if (quoted && (token == COMMA || token == BCLOSE)) {
        if (nameSet) {
          throw fault(
              "metric name already set while parsing: " + GoQuote.quote(b, entryStart, pos),
              tokenStart);
        }
        nameSet = true;
        if (token == COMMA) {
          token = labelToken(true);
        }
        continue;
      }
      if (token != EQUAL) {
        throw parseError("expected equal", token);
      }
      token = valueToken(true, true, true);
      if (token != LVALUE) {
        throw parseError("expected label value", token);
      }
      checkUtf8("label value");
      token = labelToken(true);
      if (token == COMMA) {
        token = labelToken(true);
      }
    }
  }

  /** Takes what stands where a value must: everything up to a blank, a brace or the line's end. */
  private int numberToken() {
    int i = blanks(pos);
    tokenStart = i;
    while (b[i] != '\n' && b[i] != ' ' && b[i] != '\t' && b[i] != '{' && b[i] != 0) {
      i++;
    }
    pos = i;
    if (i > tokenStart) {
      return VALUE;
    }
    if (b[i] == '{') {
      pos = i + 1;
      return BOPEN;
    }
    return INVALID;
  }

  private void timestamp() throws ExpositionException {
    hasTimestamp = false;
    int i = pos;
    if (b[i] != '\n') {
      i = blanks(i);
    }
    if (b[i] == '\n') {
      pos = i + 1;
      return;
    }
    tokenStart = i;
    long ms = 0;
    boolean overflow = false;
    while (b[i] >= '0' && b[i] <= '9') {
      int digit = b[i] - '0';
      overflow |= ms > (Long.MAX_VALUE - digit) / 10;
      ms = ms * 10 + digit;
      i++;
    }
    pos = i;
    if (i == tokenStart) {
      throw parseError("expected timestamp or new record", INVALID);
    }
    if (overflow) {
      throw whileParsing(
          "strconv.ParseInt: parsing "
              + GoQuote.quote(b, tokenStart, pos)
              + ": value out of range");
    }
    hasTimestamp = true;
    timestampMs = ms;
    i = blanks(i);
    if (b[i] != '\n') {
      tokenStart = i;
      boolean digits = b[i] >= '0' && b[i] <= '9';
      while (b[i] >= '0' && b[i] <= '9') {
        i++;
      }
      pos = i;
      throw parseError("expected next entry after timestamp", digits ? TIMESTAMP : INVALID);
    }
    pos = i + 1;
  }

  @Override
  public String help() {
    String text = string(textStart, textEnd);
    return inComment || text.indexOf('\\') < 0 ? text : unescape(text, false);
  }

  @Override
  public List<Exemplar> exemplars() {
    return List.of();
  }

  @Override
  public long startTimestampMs() {
    return 0;
  }
}
