// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import java.util.function.IntPredicate;

/** A position in one line of a script. Errors name the column, from 1. */
final class TextCursor {

  private final String text;
  private final int line;
  private int position;

  TextCursor(String text, int line) {
    this.text = text;
    this.line = line;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  /** Returns the next character, or 0 at the end. */
  char peek() {
    return atEnd() ? 0 : text.charAt(position);
  }

  /** Takes a text when it comes next. */
  boolean take(String expected) {
    if (text.startsWith(expected, position)) {
      position += expected.length();
      return true;
    }
    return false;
  }

  void expect(String expected) throws ScriptSyntaxException {
    if (!take(expected)) {
      throw error("expected '" + expected + "'");
    }
  }

  /** Takes all characters that pass the test; may be none. */
  String takeWhile(IntPredicate test) {
    int start = position;
    while (!atEnd() && test.test(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** Skips blanks and returns whether there were any. */
  boolean skipBlanks() {
    return !takeWhile(c -> c == ' ' || c == '\t').isEmpty();
  }

  /** Skips blanks when the character follows them. */
  void skipBlanksBefore(char following) {
    int start = position;
    skipBlanks();
    if (peek() != following || text.startsWith("{{", position)) {
      position = start;
    }
  }

  /** Takes a whole number without sign. */
  int takeCount() throws ScriptSyntaxException {
    String digits = takeWhile(Character::isDigit);
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw error("expected a repeat count");
    }
  }

  /** Takes a quoted text in Go's notation: double quotes, single quotes or back quotes. */
  String takeQuoted() throws ScriptSyntaxException {
    int start = position;
    char quote = peek();
    position++;
    while (peek() != quote) {
      if (atEnd()) {
        throw error("the text is not closed");
      }
      position += peek() == '\\' && quote != '`' ? 2 : 1;
    }
    position++;
    try {
      return GoQuotes.unquote(text.substring(start, position));
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  ScriptSyntaxException error(String message) {
    String near = atEnd() ? "at the end" : "at \"" + text.substring(position) + "\"";
    return new ScriptSyntaxException(
        line, "column " + (position + 1) + ": " + message + ' ' + near);
  }
}
