// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.SeriesHash;
import io.narthex.spi.model.SpecialValues;
import java.nio.charset.StandardCharsets;

/**
 * The tokens of the two line-based formats, and errors worded as upstream's.
 *
 * <p>Tokens are the range from {@link #tokenStart} to {@link #pos}. When no token matches, {@code
 * pos} stands at the byte where the match failed: upstream's messages quote up to that byte.
 */
abstract class LineTokens {

  static final int INVALID = 0;
  static final int EOF = 1;
  static final int LINEBREAK = 2;
  static final int LNAME = 3;
  static final int QSTRING = 4;
  static final int LVALUE = 5;
  static final int BOPEN = 6;
  static final int BCLOSE = 7;
  static final int EQUAL = 8;
  static final int COMMA = 9;
  static final int VALUE = 10;
  static final int TIMESTAMP = 11;
  static final int COMMENT = 12;
  static final int MNAME = 13;
  static final int WHITESPACE = 14;

  private static final String[] TOKEN_NAMES = {
    "INVALID",
    "EOF",
    "LINEBREAK",
    "LNAME",
    "QSTRING",
    "LVALUE",
    "BOPEN",
    "BCLOSE",
    "EQUAL",
    "COMMA",
    "VALUE",
    "TIMESTAMP",
    "COMMENT",
    "MNAME",
    "WHITESPACE"
  };

  /** Character classes, so that a byte is tested by one look-up. */
  private static final byte[] CLASSES = new byte[256];

  private static final int LABEL_START = 1;
  private static final int LABEL_PART = 2;
  private static final int NAME_START = 4;
  private static final int NAME_PART = 8;

  static {
    for (int c = 0; c < 256; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      CLASSES[c] =
          (byte)
              ((letter ? LABEL_START : 0)
                  | (letter || digit ? LABEL_PART : 0)
                  | (letter || c == ':' ? NAME_START : 0)
                  | (letter || digit || c == ':' ? NAME_PART : 0));
    }
  }

  final byte[] b;
  final int end;

  /** Where the next byte is read. */
  int pos;

  int tokenStart;

  /** Where the entry begins, for messages. */
  int entryStart;

  LineTokens(byte[] body, int end) {
    this.b = body;
    this.end = end;
  }

  static boolean startsName(byte c) {
    return (CLASSES[c & 0xff] & NAME_START) != 0;
  }

  /** Returns the first position from {@code i} on that is no part of a metric name. */
  final int nameEnd(int i) {
    while (i < end && (CLASSES[b[i] & 0xff] & NAME_PART) != 0) {
      i++;
    }
    return i;
  }

  /** Returns the first position from {@code i} on that is no part of a label name. */
  final int labelEnd(int i) {
    while ((CLASSES[b[i] & 0xff] & LABEL_PART) != 0) {
      i++;
    }
    return i;
  }

  /** Takes the token after blanks inside braces; OpenMetrics allows no blanks. */
  final int labelToken(boolean skipBlanks) {
    int i = pos;
    while (skipBlanks && i < end && isBlank(b[i])) {
      i++;
    }
    pos = i;
    if (i >= end) {
      return EOF;
    }
    tokenStart = i;
    byte c = b[i];
    if ((CLASSES[c & 0xff] & LABEL_START) != 0) {
      i++;
      while (i < end && (CLASSES[b[i] & 0xff] & LABEL_PART) != 0) {
        i++;
      }
      pos = i;
      return LNAME;
    }
    switch (c) {
      case '"':
        return quoted(i, false, true) ? QSTRING : INVALID;
      case '}':
        pos = i + 1;
        return BCLOSE;
      case '=':
        pos = i + 1;
        return EQUAL;
      case ',':
        pos = i + 1;
        return COMMA;
      default:
        return INVALID;
    }
  }

  /** Takes a quoted label value, or whatever else stands there as invalid. */
  final int valueToken(boolean skipBlanks, boolean nulAllowed, boolean newlineAllowed) {
    int i = pos;
    while (skipBlanks && i < end && isBlank(b[i])) {
      i++;
    }
    pos = i;
    if (i >= end) {
      return EOF;
    }
    tokenStart = i;
    return b[i] == '"' && quoted(i, nulAllowed, newlineAllowed) ? LVALUE : INVALID;
  }

  /**
   * Takes a quoted text from its opening quote on; {@code pos} ends up behind the closing quote, or
   * where it failed. Whether there are bytes beyond ASCII in it is checked by {@link #checkUtf8}.
   */
  private boolean quoted(int start, boolean nulAllowed, boolean newlineAllowed) {
    for (int i = start + 1; i < end; i++) {
      byte c = b[i];
      if (c == '"') {
        pos = i + 1;
        return true;
      }
      if (c == '\\') {
        i++;
        if (i >= end || b[i] == '\n') {
          pos = i;
          return false;
        }
      } else if ((c == 0 && !nulAllowed) || (c == '\n' && !newlineAllowed)) {
        pos = i;
        return false;
      }
    }
    pos = end;
    return false;
  }

  /** Takes a quoted family name of a metadata line; {@code pos} as in {@link #labelToken}. */
  final boolean quotedFamily(int start) {
    return quoted(start, false, true);
  }

  final void checkUtf8(String what) throws ExpositionException {
    for (int i = tokenStart; i < pos; i++) {
      if (b[i] < 0) {
        if (!Utf8.isValid(b, tokenStart, pos)) {
          throw fault(
              "invalid UTF-8 " + what + ": " + GoQuote.quote(b, tokenStart, pos), tokenStart);
        }
        return;
      }
    }
  }

  static boolean isBlank(byte c) {
    return c == ' ' || c == '\t';
  }

  /**
   * Returns whether the guess stands at {@code i}, followed by a blank and something that is no
   * brace.
   */
  final boolean standsAt(int i, SeriesHash guess) {
    int behind = i + guess.length();
    if (behind >= end || !isBlank(b[behind]) || behind == i || !guess.isOf(b, i, behind)) {
      return false;
    }
    int k = behind;
    while (k < end && isBlank(b[k])) {
      k++;
    }
    return k < end && b[k] != '{';
  }

  final ExpositionException parseError(String expected, int token) {
    int to = Math.min(end, pos + 1);
    return fault(
        expected
            + ", got "
            + GoQuote.quote(b, tokenStart, to)
            + " (\""
            + TOKEN_NAMES[token]
            + "\") while parsing: "
            + GoQuote.quote(b, entryStart, to),
        token == INVALID ? pos : tokenStart);
  }

  final ExpositionException whileParsing(String problem) {
    return fault(problem + " while parsing: " + GoQuote.quote(b, entryStart, pos), tokenStart);
  }

  final ExpositionException fault(String problem, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < Math.min(offset, end); i++) {
      if (b[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new ExpositionException(problem, offset, line, offset - lineStart + 1);
  }

  /** Reads the number between two positions; every NaN becomes the ordinary one. */
  final double number(int from, int to) throws ExpositionException {
    double v;
    try {
      v = DoubleParser.parse(b, from, to);
    } catch (NumberFormatException e) {
      throw whileParsing(String.valueOf(e.getMessage()));
    }
    return Double.isNaN(v) ? SpecialValues.NAN : v;
  }

  final int closingQuote(int open) {
    int i = open + 1;
    while (b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  final String string(int from, int to) {
    return new String(b, from, to - from, StandardCharsets.UTF_8);
  }

  /** Replaces the escapes for backslash, quote and line feed; others stay as they are. */
  final String unescape(int from, int to) {
    String text = string(from, to);
    return text.indexOf('\\') < 0 ? text : unescape(text, true);
  }

  static String unescape(String text, boolean quotes) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        if (next == '\\' || next == 'n' || (quotes && next == '"')) {
          out.append(next == 'n' ? '\n' : next);
          i++;
          continue;
        }
      }
      out.append(c);
    }
    return out.toString();
  }
}
