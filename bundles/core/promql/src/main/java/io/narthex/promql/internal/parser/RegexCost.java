// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import org.jspecify.annotations.Nullable;

/**
 * Bounds what a regular expression costs before it is compiled. The library's time is linear in the
 * size of the program that it makes, but repetitions of repetitions make a short text a program of
 * billions of steps, and groups in groups exhaust the stack of the thread that compiles them.
 *
 * <p>The size is estimated in one pass over the text. Faults of syntax are none of its business: the
 * library tells those.
 */
public final class RegexCost {

  /** The longest text that is read at all. */
  static final int MAX_LENGTH = 100_000;

  /** As upstream has it. */
  private static final int MAX_DEPTH = 1000;

  /** Steps of the program; matching costs at most so many per character of a label's value. */
  private static final long MAX_SIZE = 200_000;

  /** The library's time grows with the square of the longest run of plain characters. */
  private static final int MAX_LITERAL = 10_000;

  private static final int MAX_REPEAT_DIGITS = 6;

  private final String text;
  private final long[] sums = new long[MAX_DEPTH + 1];
  private int depth;
  private long last;
  private int literal;
  private int at;

  private RegexCost(String text) {
    this.text = text;
  }

  /** Returns why an expression costs too much, or null when it does not. */
  public static @Nullable String objection(String regex) {
    if (regex.length() > MAX_LENGTH) {
      return "the regular expression has "
          + regex.length()
          + " characters, more than the "
          + MAX_LENGTH
          + " allowed; select by a label instead";
    }
    return new RegexCost(regex).scan();
  }

  private @Nullable String scan() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      literal = "()|*+?[".indexOf(c) < 0 ? literal + 1 : 0;
      switch (c) {
        case '(' -> {
          finishTerm();
          if (depth == MAX_DEPTH) {
            return "expression nests too deeply";
          }
          depth++;
          sums[depth] = 2;
        }
        case ')' -> {
          finishTerm();
          if (depth > 0) {
            last = sums[depth--];
          }
        }
        case '|' -> {
          finishTerm();
          sums[depth]++;
        }
        case '*', '+', '?' -> last++;
        case '{' -> repeat();
        case '[' -> {
          finishTerm();
          characterClass();
          last = 1;
        }
        case '\\' -> {
          finishTerm();
          at++;
          last = 1;
        }
        default -> {
          finishTerm();
          last = 1;
        }
      }
      if (sums[depth] + last > MAX_SIZE || literal > MAX_LITERAL) {
        return "expression too large";
      }
    }
    return null;
  }

  private void finishTerm() {
    sums[depth] += last;
    last = 0;
  }

  /** Passes over a class; a bracket directly at its beginning belongs to it. */
  private void characterClass() {
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == ']') {
      at++;
    }
    while (at < text.length() && text.charAt(at) != ']') {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.startsWith("[:", at)) {
        int end = text.indexOf(":]", at + 2);
        at = end < 0 ? at : end + 1;
      }
      at++;
    }
    at++;
  }

  /** Takes {@code n}, {@code n,} or {@code n,m} with the closing brace; else the brace is a text. */
  private void repeat() {
    int close = text.indexOf('}', at);
    if (close < 0 || close - at > 2 * MAX_REPEAT_DIGITS + 1) {
      finishTerm();
      last = 1;
      return;
    }
    String[] bounds = text.substring(at, close).split(",", -1);
    int least = number(bounds[0]);
    int most = bounds.length > 1 && !bounds[1].isEmpty() ? number(bounds[1]) : least;
    if (bounds.length > 2 || least < 0 || most < 0) {
      finishTerm();
      last = 1;
      return;
    }
    at = close + 1;
    literal = 0;
    boolean open = bounds.length > 1 && bounds[1].isEmpty();
    long times = Math.max(1, Math.max(least, most)) + (open ? 1 : 0);
    last = (last + 1) * times;
  }

  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > MAX_REPEAT_DIGITS) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }
}
