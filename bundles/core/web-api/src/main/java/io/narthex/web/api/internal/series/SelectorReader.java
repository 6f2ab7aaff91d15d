// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Matcher;
import io.narthex.web.api.internal.GoNumbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one series selector, such as {@code up{job="node"}} or {@code {"a.name", b=~"x.+"}}: what
 * {@code match[]} takes. Faults are {@link IllegalArgumentException}s with line, column and what
 * was expected.
 */
final class SelectorReader {

  private final String text;
  private int at;

  private SelectorReader(String text) {
    this.text = text;
  }

  /** Returns the matchers of a selector. */
  static List<Matcher> read(String text) {
    return new SelectorReader(text).selector();
  }

  private List<Matcher> selector() {
    List<Matcher> matchers = new ArrayList<>();
    skipSpace();
    String name = word(true);
    skipSpace();
    if (at < text.length() && text.charAt(at) == '{') {
      at++;
      braces(matchers, name);
      skipSpace();
    } else if (name.isEmpty()) {
      throw fault("expected a metric name or \"{\"");
    }
    if (at < text.length()) {
      throw fault("unexpected " + GoNumbers.quote(text.substring(at)) + " behind the selector");
    }
    if (!name.isEmpty()) {
      matchers.add(Matcher.equal(Label.METRIC_NAME, name));
    }
    return matchers;
  }

  private void braces(List<Matcher> matchers, String name) {
    while (true) {
      skipSpace();
      if (take('}')) {
        return;
      }
      String label = quoteAhead() ? quoted() : word(false);
      boolean quotedName = at > 0 && isQuote(text.charAt(at - 1));
      if (label.isEmpty()) {
        throw fault("expected a label name or \"}\"");
      }
      skipSpace();
      if (quotedName && (ahead(',') || ahead('}'))) {
        if (!name.isEmpty()) {
          throw fault("the metric name is given twice: " + name + " and " + label);
        }
        matchers.add(Matcher.equal(Label.METRIC_NAME, label));
      } else {
        matchers.add(matcher(label));
      }
      skipSpace();
      if (!take(',') && !ahead('}')) {
        throw fault("expected \",\" or \"}\"");
      }
    }
  }

  private Matcher matcher(String label) {
    Matcher.Type type;
    if (text.startsWith("=~", at)) {
      type = Matcher.Type.REGEX;
      at += 2;
    } else if (text.startsWith("!~", at)) {
      type = Matcher.Type.NOT_REGEX;
      at += 2;
    } else if (text.startsWith("!=", at)) {
      type = Matcher.Type.NOT_EQUAL;
      at += 2;
    } else if (take('=')) {
      type = Matcher.Type.EQUAL;
    } else {
      throw fault("expected one of =, !=, =~, !~ behind the label name " + label);
    }
    skipSpace();
    if (!quoteAhead()) {
      throw fault("expected a quoted value for the label " + label);
    }
    String value = quoted();
    if (type == Matcher.Type.REGEX || type == Matcher.Type.NOT_REGEX) {
      try {
        Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw fault(
            "bad regular expression "
                + GoNumbers.quote(value)
                + " for the label "
                + label
                + ": "
                + e.getMessage());
      }
    }
    return new Matcher(label, type, value);
  }

  private String word(boolean metric) {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      boolean digit = c >= '0' && c <= '9' && at > start;
      if (!letter && !digit && !(metric && c == ':')) {
        break;
      }
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    char quote = text.charAt(at++);
    StringBuilder out = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw fault("the quoted text has no end");
      }
      char c = text.charAt(at++);
      if (c == quote) {
        return out.toString();
      }
      if (c == '\\' && quote != '`') {
        escape(out, quote);
      } else if (c == '\n' && quote != '`') {
        throw fault("the quoted text has no end on its line");
      } else {
        out.append(c);
      }
    }
  }

  private void escape(StringBuilder out, char quote) {
    if (at >= text.length()) {
      throw fault("the quoted text has no end");
    }
    char c = text.charAt(at++);
    switch (c) {
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\u000b');
      case '\\' -> out.append('\\');
      case 'x' -> out.appendCodePoint(code(2, 16));
      case 'u' -> out.appendCodePoint(code(4, 16));
      case 'U' -> out.appendCodePoint(code(8, 16));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        out.appendCodePoint(code(3, 8));
      }
      default -> {
        if (c != quote) {
          throw fault("unknown escape \\" + c);
        }
        out.append(c);
      }
    }
  }

  private int code(int digits, int radix) {
    if (at + digits <= text.length()) {
      try {
        int code = Integer.parseInt(text, at, at + digits, radix);
        if (Character.isValidCodePoint(code)) {
          at += digits;
          return code;
        }
      } catch (NumberFormatException e) {
        // Told below, as for numbers that are no character.
      }
    }
    throw fault("an escape needs " + digits + " digits that name a character");
  }

  private boolean quoteAhead() {
    return at < text.length() && isQuote(text.charAt(at));
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private boolean ahead(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean take(char c) {
    boolean there = ahead(c);
    at += there ? 1 : 0;
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException fault(String problem) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - text.lastIndexOf('\n', at - 1);
    return new IllegalArgumentException(line + ":" + column + ": parse error: " + problem);
  }
}
